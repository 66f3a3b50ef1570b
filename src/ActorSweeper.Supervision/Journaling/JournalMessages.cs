using ActorSweeper.Core.Journal;

namespace ActorSweeper.Supervision.Journaling;

/// <summary>Appends an entry some time soon, after everything that was told before. Told, not asked: it is a fact already.</summary>
internal sealed record Append(JournalEntry Entry);

/// <summary>
/// Asks for everything that was told before to be durable; answered by <see cref="Durable"/> or <see cref="NotDurable"/>.
/// </summary>
internal sealed record Barrier;

internal sealed record Durable;

/// <summary>The journal cannot be written now. What was told is kept and written later, but nothing may rely on it.</summary>
internal sealed record NotDurable(string Why);

/// <summary>Asks what a stream adds up to; answered by <see cref="Recovered"/> or <see cref="NotRecovered"/>.</summary>
internal sealed record Recover(string Stream);

internal sealed record Recovered(StreamHistory History);

internal sealed record NotRecovered(string Why);

/// <summary>Tells a stream's writer that some of its events are lost: a snapshot must stand in for them.</summary>
internal sealed record SaveSnapshot;

/// <summary>The journal can be written again.</summary>
/// <param name="Lost">How many events are lost.</param>
/// <param name="Since">Since when it could not be written.</param>
/// <param name="Why">What kept it from being written.</param>
internal sealed record JournalBack(long Lost, DateTimeOffset Since, string Why);

internal sealed record JournalSettingsChanged(JournalSettings Settings);

/// <summary>
/// Asks for the operators' orders after one; answered by <see cref="OrdersFound"/>, or not at all while they cannot be read.
/// </summary>
internal sealed record FindOrders(long After);

internal sealed record OrdersFound(IReadOnlyList<OperatorOrder> Orders);

/// <summary>The time to look for orders has come.</summary>
internal sealed record OrdersDue;
