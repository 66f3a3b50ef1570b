using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Containers;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>
/// Keeps a session's container lives apart: evidence belongs to exactly one of them. Works on the session's memory only.
/// </summary>
internal sealed class Incarnations
{
    private readonly SessionMemory _memory;

    public Incarnations(SessionMemory memory) => _memory = memory;

    /// <summary>What a new view of the session's container means.</summary>
    /// <param name="View">The view to go by: a listing taken before this actor's own last start or stop is out of date.</param>
    /// <param name="Adopted">A container that this host did not start.</param>
    /// <param name="Died">Whether the container of the present life has ended by itself; <see cref="Died"/> or
    /// <see cref="DiedUnread"/> says what it was.</param>
    public sealed record Noticed(ContainerView View, Container? Adopted, bool Died);

    public Noticed Notice(Look look, ClockReading now)
    {
        _memory.Stamps.BeginLook();
        var view = _memory.ChangedAt >= look.ListedAt ? Own() : look.View;
        if (look.FreshTolerance) _memory.CountFrom = now.Steady;
        var current = _memory.Record.Current;
        switch (view)
        {
            case ContainerView.Running { Container: var container } when current?.Id != container.Id:
                if (current is not null) End(Fate.Unknown);
                Begin(container, isAdopted: true, CountFrom(container), now);
                return new Noticed(view, container, false);
            case ContainerView.Running { Container: var container } when !_memory.IsWatched:
                _memory.Persist(new SessionEvent.LifeContinued());
                Watch(container, CountFrom(container), now);
                return new Noticed(view, container, false);
            case ContainerView.Stopped when current is not null:
                _memory.RolledBack = false;
                return new Noticed(view, null, true);
            default:
                return new Noticed(view, null, false);
        }

        DateTimeOffset? CountFrom(Container container) =>
            look.Settings.Mode.Adopts ? now.Steady : OwnEvidence.BeginningOf(container, now);
    }

    /// <summary>
    /// Whether a listing without a container is older than the evidence: a claim that was made since shows that one runs, a start that
    /// came too late for its deadline, say. Its claims are not to be given back. A stamp from the future shows nothing.
    /// </summary>
    /// <param name="look">The look that the listing was made for.</param>
    /// <param name="evidence">What the files say.</param>
    /// <param name="now">The instant of the look.</param>
    /// <param name="read">The instant when the files had been read, by the wall clock.</param>
    public bool IsBelied(Look look, SessionEvidence evidence, ClockReading now, DateTimeOffset read)
    {
        if (look.View is not ContainerView.Stopped) return false;
        var listedAt = _memory.ChangedAt > look.ListedAt ? _memory.ChangedAt : look.ListedAt;
        return evidence.Claims.Any(
            claim => claim.Since <= read && _memory.Stamps.Place("claim " + claim.MessageId, claim.Since, now) > listedAt);
    }

    /// <summary>The evidence about the running container, on the steady clock; null unless it is known to run.</summary>
    public LivenessEvidence? Liveness(SessionEvidence evidence, CrashLimits limits, ContainerView view, ClockReading now)
    {
        if (_memory.Record.Current is not { } container || view is ContainerView.Stopped)
        {
            _memory.Stamps.EndLook();
            return null;
        }

        var life = OwnEvidence.Of(
            evidence, container, _memory.CountFrom, _memory.LifeBegan, (name, stamp) => _memory.Stamps.Place(name, stamp, now));
        _memory.Stamps.EndLook();
        if (!_memory.Record.HasShownLife
            && (life.Heartbeat >= _memory.CountFrom || life.Claims.Any(claim => claim.Since >= _memory.CountFrom)))
            _memory.Persist(new SessionEvent.ShowedLife());
        if (!_memory.Record.Crashes.IsNone && now.Steady - _memory.CountFrom > limits.Period)
            _memory.Persist(new SessionEvent.DeathsCounted(CrashHistory.None));
        return view is ContainerView.Running ? life : null;
    }

    /// <summary>Judges a death that nobody ordered. One that happened while no host watched is not held against the session.</summary>
    public Fate Died(SessionEvidence evidence, SessionLimits limits, ClockReading now)
    {
        var fate = !_memory.IsWatched
            ? _memory.Record.Open.Any(open => open.Intent is Intent.Stop) ? Fate.Stopped : Fate.Unknown
            : Judge(evidence, limits, now);
        End(fate);
        return fate;
    }

    /// <summary>The same when the files cannot be read: what the container left is not known.</summary>
    public void DiedUnread() => End(Fate.Unknown);

    /// <summary>The container was stopped by this host.</summary>
    public void Stopped(ClockReading now)
    {
        End(Fate.Stopped);
        _memory.RolledBack = false;
        _memory.ChangedAt = now.Steady;
    }

    /// <summary>What the end of a start attempt means.</summary>
    public Outcome Started(StartEnded ended, SupervisionSettings settings, string group, ClockReading now)
    {
        switch (ended)
        {
            case StartEnded.Started started:
                Begin(started.Container, isAdopted: false, now.Steady, now);
                _memory.ChangedAt = now.Steady;
                return new Outcome(Result.Done, $"container {started.Container.Name}");
            case StartEnded.Requested:
                _memory.Persist(new SessionEvent.StartRequested(now.Wall + settings.Gateway.StartDeadline));
                return new Outcome(Result.Done, "requested");
            case StartEnded.Failed { Failure: StartFailure.AlreadyOwned } owned:
                return new Outcome(Result.Superseded, owned.Text);
            case StartEnded.Failed failed:
                CountStart(failed.Text, settings.LimitsOf(group), now);
                return new Outcome(Result.Failed, failed.Text);
            default:
                return new Outcome(Result.Unknown, ((StartEnded.Unknown)ended).Text);
        }
    }

    /// <summary>The storm brake held: the current life is judged from now on, once.</summary>
    public void GiveFreshTolerance(ClockReading now)
    {
        _memory.CountFrom = now.Steady;
        _memory.Persist(new SessionEvent.Graced());
    }

    private Fate Judge(SessionEvidence evidence, SessionLimits limits, ClockReading now)
    {
        // What it has acknowledged it has done, though nobody has carried the ack yet: a container may end with its last message.
        var acknowledged = evidence.Acks.Select(ack => ack.MessageId).ToHashSet(StringComparer.Ordinal);
        var worked = evidence.Claims.Count > 0;
        if (!worked && !evidence.Messages.Any(message => message.IsDue(now.Wall) && !acknowledged.Contains(message.Id))) return Fate.Clean;
        if (!worked && acknowledged.Count == 0 && !_memory.Record.HasShownLife && evidence.Heartbeat is null)
        {
            CountStart("its container ended without a sign of life", limits, now);
            return Fate.FailedStart;
        }

        _memory.Persist(new SessionEvent.DeathsCounted(_memory.Record.Crashes.Died(now.Wall, limits.Crashes)));
        return _memory.Record.Crashes.IsQuarantined(now.Wall) ? Fate.CrashLoop : Fate.Crash;
    }

    private void CountStart(string error, SessionLimits limits, ClockReading now) =>
        _memory.Persist(new SessionEvent.StartsCounted(_memory.Record.Starts.Failed(now.Wall, error, limits.Starts)));

    private ContainerView Own() =>
        _memory.Record.Current is { } container ? new ContainerView.Running(container) : ContainerView.Stopped.Instance;

    private void Begin(Container container, bool isAdopted, DateTimeOffset? countFrom, ClockReading now)
    {
        _memory.Persist(new SessionEvent.LifeBegan(_memory.Record.Incarnation + 1, container, isAdopted));
        Watch(container, countFrom, now);
    }

    private void Watch(Container container, DateTimeOffset? countFrom, ClockReading now)
    {
        (_memory.CountFrom, _memory.LifeBegan) = (countFrom, OwnEvidence.BeginningOf(container, now));
        (_memory.IsWatched, _memory.RolledBack) = (true, false);
    }

    private void End(Fate fate) => _memory.Persist(new SessionEvent.LifeEnded(_memory.Record.Incarnation, fate));
}
