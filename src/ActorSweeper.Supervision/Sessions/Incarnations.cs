using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;
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
    /// <param name="Died">Whether the container of the current life has ended by itself.</param>
    public sealed record Noticed(ContainerView View, Container? Adopted, bool Died);

    public Noticed Notice(Look look, ClockReading now)
    {
        _memory.Stamps.BeginLook();
        var view = _memory.ChangedAt >= look.ListedAt ? Own() : look.View;
        if (look.FreshTolerance) _memory.CountFrom = now.Steady;
        switch (view)
        {
            case ContainerView.Running { Container: var container } when _memory.Current?.Id != container.Id:
                var since = _memory.Stamps.Place("start", container.StartedAt, now);
                Begin(container, look.Settings.Mode.Adopts ? now.Steady : since);
                return new Noticed(view, container, false);
            case ContainerView.Stopped when _memory.Current is not null:
                _memory.Current = null;
                _memory.Recovered = false;
                return new Noticed(view, null, true);
            default:
                return new Noticed(view, null, false);
        }
    }

    /// <summary>The evidence about the running container, on the steady clock; null when none runs.</summary>
    public LivenessEvidence? Liveness(SessionEvidence evidence, CrashLimits limits, ClockReading now)
    {
        if (_memory.Current is null)
        {
            _memory.Stamps.EndLook();
            return null;
        }

        var heartbeat = _memory.Stamps.Place("heartbeat", evidence.Heartbeat, now);
        var tool = evidence.Tool is { } declared
            ? declared with { StartedAt = _memory.Stamps.Place("tool", declared.StartedAt, now) }
            : null;
        var claims = evidence.Claims
            .Select(claim => claim with { Since = _memory.Stamps.Place("claim " + claim.MessageId, claim.Since, now) }).ToList();
        _memory.Stamps.EndLook();
        if (heartbeat >= _memory.CountFrom || claims.Exists(claim => claim.Since >= _memory.CountFrom)) ShowedLife();
        if (now.Steady - _memory.CountFrom > limits.Period) _memory.Crashes = CrashHistory.None;
        return new LivenessEvidence(_memory.CountFrom, heartbeat, tool, claims);
    }

    /// <summary>Judges a death that nobody ordered.</summary>
    public Fate Died(SessionEvidence evidence, SessionLimits limits, ClockReading now)
    {
        var worked = evidence.Claims.Count > 0;
        if (!worked && !evidence.Messages.Any(message => message.IsDue(now.Wall))) return Fate.Clean;
        if (!worked && !_memory.ShowedLife && evidence.Heartbeat is null)
        {
            _memory.Starts = _memory.Starts.Failed(now.Wall, "its container ended without a sign of life", limits.Starts);
            return Fate.FailedStart;
        }

        _memory.Crashes = _memory.Crashes.Died(now.Wall, limits.Crashes);
        return _memory.Crashes.IsQuarantined(now.Wall) ? Fate.CrashLoop : Fate.Crash;
    }

    /// <summary>The container was stopped by this host.</summary>
    public void Stopped(ClockReading now)
    {
        _memory.Current = null;
        _memory.CannotStop = null;
        _memory.Recovered = false;
        _memory.ChangedAt = now.Steady;
    }

    /// <summary>What the end of a start attempt means.</summary>
    public Outcome Started(StartEnded ended, SupervisionSettings settings, string group, ClockReading now)
    {
        switch (ended)
        {
            case StartEnded.Started started:
                Begin(started.Container, now.Steady);
                _memory.ChangedAt = now.Steady;
                return new Outcome(Result.Done, $"container {started.Container.Name}");
            case StartEnded.Requested:
                _memory.RequestedUntil = now.Steady + settings.Gateway.StartDeadline;
                return new Outcome(Result.Done, "requested");
            case StartEnded.Failed { Failure: StartFailure.AlreadyOwned } owned:
                return new Outcome(Result.Superseded, owned.Text);
            case StartEnded.Failed failed:
                _memory.Starts = _memory.Starts.Failed(now.Wall, failed.Text, settings.LimitsOf(group).Starts);
                return new Outcome(Result.Failed, failed.Text);
            default:
                return new Outcome(Result.Unknown, ((StartEnded.Unknown)ended).Text);
        }
    }

    /// <summary>The storm brake held: the current life is judged from now on, once.</summary>
    public void GiveFreshTolerance(ClockReading now) => (_memory.CountFrom, _memory.Graced) = (now.Steady, true);

    private ContainerView Own() => _memory.Current is { } container ? new ContainerView.Running(container) : ContainerView.Stopped.Instance;

    private void Begin(Container container, DateTimeOffset? countFrom)
    {
        _memory.Incarnation++;
        _memory.Current = container;
        _memory.CountFrom = countFrom;
        (_memory.Graced, _memory.ShowedLife, _memory.Recovered, _memory.RequestedUntil) = (false, false, false, null);
    }

    private void ShowedLife()
    {
        _memory.ShowedLife = true;
        _memory.Starts = StartBackoff.None;
    }
}
