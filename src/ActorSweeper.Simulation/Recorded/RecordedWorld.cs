using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorSweeper.Actors;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>
/// The world as one recorded host met it: its sessions, their files and its containers, each as it was at the instant of each look.
/// Acts that the recorded host did too end as they ended then; acts that it did not do leave the record: the session is then
/// <see cref="Departed"/> until the recorded life of its container is over.
/// </summary>
internal sealed class RecordedWorld : ISessionSource, ISessionStore, IContainerRuntime, IContainerStarter
{
    internal static readonly TimeSpan Around = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnrecordedStop = TimeSpan.FromSeconds(1);

    private readonly RecordedRun _run;
    private readonly VirtualClock _clock;
    private readonly bool _adopts;
    private readonly Dictionary<SessionId, LookTime> _times = [];
    private readonly Channel<ContainerDeath> _deaths =
        Channel.CreateUnbounded<ContainerDeath>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });

    private RecordedPass? _pass;

    public RecordedWorld(RecordedRun run, VirtualClock clock, bool adopts) => (_run, _clock, _adopts) = (run, clock, adopts);

    string ISessionSource.Name => "recorded";

    string IContainerRuntime.Name => "recorded";

    public bool CanAct { get; init; } = true;

    /// <summary>Sessions whose replay has left the record.</summary>
    public HashSet<SessionId> Departed { get; } = [];

    /// <summary>Called when a container is stopped that the recorded host did not stop then.</summary>
    public required Action<SessionId, Container> Departs { get; init; }

    public DateTimeOffset Steady => SteadyAt(_clock.GetTimestamp());

    public LookTime TimeOf(SessionId session)
    {
        if (!_times.TryGetValue(session, out var time)) _times[session] = time = new LookTime(_clock);
        return time;
    }

    /// <summary>The instant of a session's own time.</summary>
    public DateTimeOffset SteadyOf(SessionId session) => SteadyAt(TimeOf(session).GetTimestamp());

    /// <summary>From when the container that is listed for a session was judged; null where the record does not say.</summary>
    public DateTimeOffset? CountedFrom(SessionId session) => LifeIn(_run.Session(session))?.CountedFrom;

    public long TimestampAt(DateTimeOffset steady) => (steady - _run.Host.Now.Steady).Ticks;

    public void Begin(RecordedPass pass)
    {
        _pass = pass;
        foreach (var beat in pass.Summary.Beats) _run.Session(beat.Session).Beat(beat.At, pass.Summary.Id);
        foreach (var (id, steady, _) in pass.Looks)
        {
            _run.Session(id).NewsIn = pass.Summary.Id;
            TimeOf(id).HoldAt(TimestampAt(steady));
        }

        foreach (var session in pass.Stirs)
        {
            session.ComeTo(pass, _adopts);
            session.Expected = session.NewsIn == pass.Summary.Id ? session.LookIn(pass) : 0;
        }
    }

    public void Tell(SessionId session, SessionEvent.Exited exited, long number)
    {
        if (Departed.Contains(session)) return;
        HoldAtNextLook(_run.Session(session), number);
        _deaths.Writer.TryWrite(new ContainerDeath(exited.ContainerId, exited.ExitCode, exited.LastLines));
    }

    // --- sessions ---

    public Task<IReadOnlyList<Session>> ListActiveAsync(CancellationToken cancellation)
    {
        if (_pass!.Summary.FailedSources.Count > 0)
            return Task.FromException<IReadOnlyList<Session>>(new SessionStoreException(StoreFault.Failed, "as recorded"));
        var listed = new List<Session>(_run.Sessions.Count);
        foreach (var look in _pass.Looks) Add(_run.Session(look.Session));
        foreach (var session in _run.ByName)
        {
            if (session.NewsIn != _pass.Summary.Id) Add(session);
        }

        return Task.FromResult<IReadOnlyList<Session>>(listed);

        void Add(RecordedSession session)
        {
            if (!Departed.Contains(session.Id) && ListedIn(session) is { } now) listed.Add(now);
        }
    }

    public bool MayHaveChanged(Session session)
    {
        var recorded = _run.Session(session.Id);
        return recorded.NewsIn == _pass!.Summary.Id || recorded.BeatIn == _pass.Summary.Id || recorded.Fault is not null;
    }

    public Task<SessionEvidence> ObserveAsync(Session session, AckCursor since, CancellationToken cancellation)
    {
        var recorded = _run.Session(session.Id);
        var now = SteadyOf(session.Id);
        recorded.LookAt(now, _pass!.Summary.Begin.Steady);
        if (recorded.TakeFailure(now, Around) is { } failure)
            return Task.FromException<SessionEvidence>(new InvalidOperationException(failure));
        return recorded.Fault switch
        {
            null => Task.FromResult(recorded.Evidence with { Cursor = since }),
            { Fault: { } fault } unusable => Task.FromException<SessionEvidence>(new SessionStoreException(fault, unusable.Text)),
            _ => Task.FromException<SessionEvidence>(new OperationCanceledException("as recorded")),
        };
    }

    public Task<IReadOnlySet<string>> AnsweredAsync(
        Session session, IReadOnlyCollection<string> messageIds, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlySet<string>>(_run.Session(session.Id).Answered.ToHashSet(StringComparer.Ordinal));

    public Task<IReadOnlyList<bool>> ApplyAsync(
        Session session, IReadOnlyList<MessageChange> changes, IReadOnlyCollection<Claim> dropClaims, CancellationToken cancellation)
    {
        var recorded = _run.Session(session.Id);
        if (Take(recorded, happened => happened is SessionEvent.Intended { Intent: Intent.Change }) is not { } intended)
            return Task.FromResult<IReadOnlyList<bool>>([.. changes.Select(_ => true)]);
        var intent = ((SessionEvent.Intended)intended.Event).Intent;
        var failed = recorded.After(intended.Record.Number, happened => happened is SessionEvent.Concluded concluded
            && concluded.Intent == intent.Id);
        if (failed?.Event is SessionEvent.Concluded { Outcome: { Result: Result.Failed } outcome })
            return Task.FromException<IReadOnlyList<bool>>(new SessionStoreException(StoreFault.Failed, outcome.Detail));
        return Task.FromResult<IReadOnlyList<bool>>([.. changes.Select(WasApplied)]);

        bool WasApplied(MessageChange change) => recorded.After(
            intended.Record.Number,
            happened => happened is SessionEvent.Acted acted && acted.Intent == intent.Id && acted.MessageId == change.MessageId)
            ?.Event is not SessionEvent.Acted { Outcome.Result: Result.Superseded };
    }

    public Task RecoverAsync(Session session, CancellationToken cancellation) => Task.CompletedTask;

    public Task PrepareStartAsync(Session session, CancellationToken cancellation) => Task.CompletedTask;

    public Task ReportContainerAsync(Session session, bool running, CancellationToken cancellation) => Task.CompletedTask;

    // --- containers ---

    public Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation)
    {
        if (_pass!.Summary.ContainersError is { } error)
            return Task.FromException<IReadOnlyList<Container>>(new ContainerRuntimeException(error));
        var containers = _run.Sessions.Values.Select(session => LifeIn(session)?.Container).OfType<Container>().ToList();
        containers.AddRange(_pass.Strays);
        return Task.FromResult<IReadOnlyList<Container>>(containers);
    }

    public async Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation)
    {
        if (session is null) return StopResult.Gone;
        var recorded = _run.Session(session.Id);
        if (Take(recorded, happened => happened is SessionEvent.Intended { Intent: Intent.Stop stop }
                && stop.Container.Id == container.Id && stop.Rung == rung) is not { } intended)
        {
            Departs(session.Id, container);
            await _clock.DelayAsync(UnrecordedStop, cancellation);
            return StopResult.Gone;
        }

        var (ended, outcome) = await EndOf(recorded, intended, cancellation);
        if (outcome.Result == Result.Done) HoldAtNextLook(recorded, ended.Record.Number);
        var climbs = recorded.After(ended.Record.Number, happened => happened is SessionEvent.Intended or SessionEvent.LifeEnded)
            ?.Event is SessionEvent.Intended { Intent: Intent.Stop };
        return outcome.Result switch
        {
            Result.Done => StopResult.Gone,
            Result.Failed => StopResult.StillRunning,
            _ when climbs => StopResult.Unknown,
            _ => throw new ContainerRuntimeException(outcome.Detail),
        };
    }

    public async Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation)
    {
        var recorded = _run.Session(session.Id);
        if (Take(recorded, happened => happened is SessionEvent.Intended { Intent: Intent.Wake }) is not { } intended) return null;
        var (ended, outcome) = await EndOf(recorded, intended, cancellation);
        switch (outcome.Result)
        {
            case Result.Done:
                var began = recorded.Find(
                    happened => happened is SessionEvent.LifeBegan { Adopted: false }, intended.Steady, ended.Steady);
                return began is { } life ? ((SessionEvent.LifeBegan)life.Event).Container : null;
            case Result.Superseded:
                throw new StartFailedException(StartFailure.AlreadyOwned, outcome.Detail);
            case Result.Failed:
                throw new StartFailedException(StartFailure.Refused, outcome.Detail);
            default:
                throw new ContainerRuntimeException(outcome.Detail);
        }
    }

    public async IAsyncEnumerable<ContainerDeath> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await _deaths.Reader.WaitToReadAsync(cancellation))
        {
            while (_deaths.Reader.TryRead(out var death)) yield return death;
        }
    }

    // --- the record ---

    private DateTimeOffset SteadyAt(long timestamp) => _run.Host.Now.Steady.AddTicks(timestamp);

    private Timed? Take(RecordedSession session, Func<JournalEvent, bool> isIt)
    {
        var now = SteadyOf(session.Id);
        return session.Take(isIt, now - Around, now + Around);
    }

    /// <summary>Waits until the recorded act ended; one whose host ended before never does.</summary>
    private async Task<(Timed Ended, Outcome Outcome)> EndOf(
        RecordedSession session, Timed intended, CancellationToken cancellation)
    {
        var intent = ((SessionEvent.Intended)intended.Event).Intent.Id;
        var end = session.After(
            intended.Record.Number, happened => happened is SessionEvent.Concluded concluded && concluded.Intent == intent);
        var left = end is { } known ? known.Steady - Steady : Timeout.InfiniteTimeSpan;
        if (left > TimeSpan.Zero || left == Timeout.InfiniteTimeSpan) await _clock.DelayAsync(left, cancellation);
        return (end!.Value, ((SessionEvent.Concluded)end.Value.Event).Outcome);
    }

    private void HoldAtNextLook(RecordedSession session, long number)
    {
        var look = session.After(number, happened => happened is SessionEvent.Observed or SessionEvent.Unusable or SessionEvent.Intended);
        if (look is { Event: SessionEvent.Observed or SessionEvent.Unusable } found && found.Steady - Steady < Around)
        {
            TimeOf(session.Id).HoldAt(TimestampAt(found.Steady));
            session.Expected = found.Record.Number;
        }
    }

    /// <summary>How the source listed a session in this pass; null when it did not.</summary>
    private Session? ListedIn(RecordedSession session)
    {
        var listed = session.Record.IsActive ? session.Record.Session : null;
        if (session.NewsIn != _pass!.Summary.Id) return listed;
        foreach (var timed in session.EventsIn(_pass))
        {
            if (timed.Event is SessionEvent.Listed now) listed = now.Session;
            else if (timed.Event is SessionEvent.Unlisted) return null;
        }

        return listed;
    }

    /// <summary>The life that the runtime listed a container of for a session in this pass.</summary>
    private RecordedLife? LifeIn(RecordedSession session)
    {
        if (Departed.Contains(session.Id)) return null;
        if (session.NewsIn != _pass!.Summary.Id) return session.Current;
        var life = session.Current;
        foreach (var timed in session.EventsIn(_pass))
        {
            switch (timed.Event)
            {
                case SessionEvent.LifeBegan { Adopted: true } or SessionEvent.LifeContinued:
                    life = RecordedLife.After(life, timed, _adopts);
                    break;
                case SessionEvent.Intended:
                    return life;
                case SessionEvent.LifeEnded { Fate: not Fate.Stopped }:
                    life = null;
                    break;
            }
        }

        return life;
    }
}
