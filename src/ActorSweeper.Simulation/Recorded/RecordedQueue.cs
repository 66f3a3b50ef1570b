using System.Globalization;
using ActorSweeper.Actors;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Containers;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>
/// The queue for places, as the recorded host's went: who comes first in it depends on which of many looks ended first, and that is no
/// evidence. Whoever the record says nothing of is not kept waiting.
/// </summary>
internal sealed class RecordedQueue : StartQueue
{
    // Who waits already is given a place when one is free, and asks for it at every pass.
    private static readonly TimeSpan Moments = TimeSpan.FromMilliseconds(500);

    private readonly RecordedRun _run;
    private readonly Func<SessionId, DateTimeOffset> _now;
    private readonly Dictionary<SessionId, IActorRef> _waiting = [];
    private readonly Dictionary<SessionId, int> _ahead = [];

    public RecordedQueue(RecordedRun run, Func<SessionId, DateTimeOffset> now) => (_run, _now) = (run, now);

    public override int? Request(SessionId session, DateTimeOffset dueSince, IActorRef waiter, int? maxConcurrent)
    {
        if (!IsKeptWaiting(session))
        {
            _waiting.Remove(session);
            _ahead.Remove(session);
            return null;
        }

        _waiting[session] = waiter;
        return _ahead.GetValueOrDefault(session);
    }

    public override IReadOnlyList<IActorRef> Grant(int? maxConcurrent) => [];

    public override void Release(SessionId session) => _waiting.Remove(session);

    /// <summary>The recorded host gave the session a place now.</summary>
    /// <param name="session">Which session.</param>
    /// <param name="start">The number of the record of the start that it led to: looks up to it are this one's.</param>
    public void GrantTo(SessionId session, long start)
    {
        _ahead.Remove(session);
        if (!_waiting.Remove(session, out var waiter)) return;
        _run.Session(session).Expected = start;
        waiter.Tell(new SlotGranted());
    }

    private bool IsKeptWaiting(SessionId session)
    {
        var (now, recorded) = (_now(session), _run.Session(session));
        var soon = _waiting.ContainsKey(session) ? Moments : RecordedWorld.Around;
        var answer = recorded.Find(IsAnswer, now - RecordedWorld.Around, now + soon) ?? recorded.Before(IsAnswer, now);
        if (answer is not { Event: SessionEvent.Acted queued }) return false;
        recorded.Take(happened => ReferenceEquals(happened, queued), answer.Value.Steady, answer.Value.Steady);
        _ahead[session] = int.TryParse(
            queued.Outcome.Detail.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ahead) ? ahead : 0;
        return true;
    }

    private static bool IsAnswer(JournalEvent happened) => happened is SessionEvent.Intended { Intent: Intent.Wake }
        or SessionEvent.Acted { Action: ActionKind.Wake, Outcome.Result: Result.Queued };
}
