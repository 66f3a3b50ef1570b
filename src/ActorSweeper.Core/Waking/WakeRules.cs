using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Waking;

/// <summary>Why a stopped session is not woken, in the order in which it is asked.</summary>
internal enum WakeHold
{
    /// <summary>Nothing is due.</summary>
    NothingDue,

    /// <summary>Its source says that it must not be woken.</summary>
    Barrier,

    /// <summary>Its containers keep dying.</summary>
    Quarantine,

    /// <summary>Its last start failed.</summary>
    StartBackoff,

    /// <summary>Nothing: it is woken.</summary>
    None,
}

/// <summary>The messages that wait for a container.</summary>
/// <param name="Count">How many are due.</param>
/// <param name="Oldest">The one that has been due for longest; null when none is.</param>
/// <param name="Next">When the next of those that are not due becomes due; null when there is none.</param>
internal readonly record struct WaitingMessages(int Count, Message? Oldest, DateTimeOffset? Next)
{
    public bool IsDue => Count > 0;
}

/// <summary>
/// The rules by which a stopped session is woken or not (rule 3), each once: the judge decides by them, and the explainer shows them.
/// </summary>
internal static class WakeRules
{
    /// <summary>What waits among these messages.</summary>
    public static WaitingMessages Waiting(IEnumerable<Message> messages, DateTimeOffset now)
    {
        var count = 0;
        Message? oldest = null;
        DateTimeOffset? next = null;
        foreach (var message in messages)
        {
            if (message is not { Status: MessageStatus.Pending, Triggers: true }) continue;
            if (message.IsDue(now))
            {
                count++;
                if (oldest is null || IsBefore(message, oldest)) oldest = message;
            }
            else if (!(next <= message.DueAt))
            {
                next = message.DueAt;
            }
        }

        return new WaitingMessages(count, oldest, next);
    }

    /// <summary>The first of the rules that keeps the session from being woken.</summary>
    public static WakeHold FirstHold(WaitingMessages waiting, SessionSnapshot snapshot, DateTimeOffset now)
    {
        if (!waiting.IsDue) return WakeHold.NothingDue;
        if (IsBarred(snapshot)) return WakeHold.Barrier;
        if (IsQuarantined(snapshot, now)) return WakeHold.Quarantine;
        return BacksOff(snapshot, now) ? WakeHold.StartBackoff : WakeHold.None;
    }

    public static bool IsBarred(SessionSnapshot snapshot) => snapshot.Session.WakeBarrier is not null;

    public static bool IsQuarantined(SessionSnapshot snapshot, DateTimeOffset now) => snapshot.Crashes.IsQuarantined(now);

    public static bool BacksOff(SessionSnapshot snapshot, DateTimeOffset now) => snapshot.Starts.Waits(now);

    private static bool IsBefore(Message one, Message other)
    {
        var order = one.DueAt.CompareTo(other.DueAt);
        return order < 0 || (order == 0 && string.CompareOrdinal(one.Id, other.Id) < 0);
    }
}
