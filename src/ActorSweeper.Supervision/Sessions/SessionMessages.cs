using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Events;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>Look at the session's files, judge, act. Answered by <see cref="Looked"/>, then by <see cref="Settled"/>.</summary>
/// <param name="Pass">The pass that asks; 0 for a look outside any pass.</param>
/// <param name="Session">The session as its source lists it now.</param>
/// <param name="View">What is known about its container.</param>
/// <param name="ListedAt">When the view was asked for, on the steady clock: a start or stop since then is newer.</param>
/// <param name="Settings">The settings in force.</param>
/// <param name="FreshTolerance">Whether the container is given a full tolerance from now on, because the clock had a gap.</param>
/// <param name="SeriesWait">Whether the series of messages finished earlier wait for the next recurrence tick.</param>
internal sealed record Look(
    long Pass,
    Session Session,
    ContainerView View,
    DateTimeOffset ListedAt,
    SupervisionSettings Settings,
    bool FreshTolerance,
    bool SeriesWait);

/// <summary>The look is over: files are read, acks carried. What was decided is still being carried out.</summary>
/// <param name="Pass">The pass that asked.</param>
/// <param name="Session">Which session.</param>
/// <param name="Degraded">Whether its files cannot be used.</param>
/// <param name="Beat">A newer heartbeat that the journal has not been told of; null when there is none.</param>
internal sealed record Looked(long Pass, SessionId Session, bool Degraded, DateTimeOffset? Beat);

/// <summary>All that the look led to is done.</summary>
/// <param name="Pass">The pass that asked.</param>
/// <param name="Session">Which session.</param>
/// <param name="Rest">
/// Until when nothing can change by itself, by either clock: while its files and its container do not change either, it need not
/// look before. Null when it must look in the next pass.
/// </param>
internal sealed record Settled(long Pass, SessionId Session, ClockReading? Rest = null);

/// <summary>The session's container was started: its end concerns this session.</summary>
internal sealed record Owns(SessionId Session, string ContainerId);

/// <summary>Asks the supervisor whether a container may be stopped; answered by <see cref="StopPermission"/>.</summary>
internal sealed record ProposeStop(long Pass, SessionId Session, bool AfterGrace);

internal sealed record StopPermission(bool Granted, string Why);

/// <summary>Tells the supervisor that a session's event is to be published, and counted into the pass.</summary>
internal sealed record Report(long Pass, SweepEvent Event);

/// <summary>The source no longer lists the session: note it and end.</summary>
internal sealed record Unlist;

/// <summary>
/// Carry out an operator's order; answered by <see cref="OrderCarriedOut"/>, then by <see cref="OrderSettled"/>.
/// </summary>
internal sealed record CarryOut(OperatorOrder Order);

internal sealed record OrderCarriedOut(OperatorOrder Order, Outcome Outcome);

/// <summary>All that a session's order led to is done.</summary>
internal sealed record OrderSettled(SessionId Session);
