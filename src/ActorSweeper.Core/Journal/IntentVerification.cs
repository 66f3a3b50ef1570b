using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Journal;

/// <summary>What the world says about an act whose outcome was never told. A closed set.</summary>
public abstract record Verification
{
    private Verification()
    {
    }

    /// <summary>It cannot be seen yet: the runtime cannot be asked.</summary>
    public sealed record Wait : Verification;

    /// <summary>It was carried out.</summary>
    /// <param name="Detail">What shows it.</param>
    public sealed record Carried(string Detail) : Verification;

    /// <summary>It was not carried out, or the reason for it is gone: dropped, and judged afresh.</summary>
    /// <param name="Detail">What shows it.</param>
    public sealed record Dropped(string Detail) : Verification;

    /// <summary>It was not carried out, and nothing has changed since: to be carried on with from this rung.</summary>
    /// <param name="Stop">The stop to go on with.</param>
    public sealed record Repeat(Intent.Stop Stop) : Verification;
}

/// <summary>
/// Verifies an act against the world when its host ended between the intent and the outcome: only then is it repeated or dropped.
/// Pure.
/// </summary>
public static class IntentVerification
{
    /// <summary>What became of an act.</summary>
    /// <param name="open">The intent.</param>
    /// <param name="view">What is known about the session's container now.</param>
    /// <param name="evidence">What its files say now.</param>
    public static Verification Verify(OpenIntent open, ContainerView view, SessionEvidence evidence) => open.Intent switch
    {
        Intent.Change change => Verify(change, evidence),
        _ when view is ContainerView.Unknown => new Verification.Wait(),
        Intent.Stop stop => Verify(stop, open.At, view, evidence),
        Intent.Wake => view is ContainerView.Running running
            ? new Verification.Carried($"container {running.Container.Name} was found running")
            : new Verification.Dropped("no container was found running"),
        _ => new Verification.Dropped("unknown"),
    };

    private static Verification Verify(Intent.Stop stop, DateTimeOffset since, ContainerView view, SessionEvidence evidence)
    {
        if (view is not ContainerView.Running running || running.Container.Id != stop.Container.Id)
            return new Verification.Carried("it was found gone");
        if (evidence.Heartbeat > since || evidence.Claims.Any(claim => claim.Since > since))
            return new Verification.Dropped("it has shown life since");
        return new Verification.Repeat(stop);
    }

    /// <summary>The changes and the dropped claims are one transaction: any one of them tells for all.</summary>
    private static Verification Verify(Intent.Change change, SessionEvidence evidence)
    {
        var claims = evidence.Claims.ToHashSet();
        if (change.DropClaims.Count > 0)
        {
            return change.DropClaims.Any(claims.Contains)
                ? new Verification.Dropped("its claims were found as they were")
                : new Verification.Carried("its claims were found dropped");
        }

        var messages = evidence.Messages.ToDictionary(message => message.Id, StringComparer.Ordinal);
        return change.Changes.Any(planned => IsUndone(planned.Change, messages))
            ? new Verification.Dropped("its messages were found as they were")
            : new Verification.Carried("its messages were found changed");
    }

    private static bool IsUndone(MessageChange change, Dictionary<string, Message> messages)
    {
        var message = messages.GetValueOrDefault(change.MessageId);
        return change switch
        {
            MessageChange.Recur => message?.Recurrence is not null,
            MessageChange.Revive => message is not { Status: MessageStatus.Pending },
            MessageChange.Retry retry => message is { Status: MessageStatus.Pending } && message.Tries == retry.Tries,
            _ => message is { Status: MessageStatus.Pending },
        };
    }
}
