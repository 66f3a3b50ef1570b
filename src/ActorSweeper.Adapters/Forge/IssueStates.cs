using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.Forge;

/// <summary>What an issue's state means for its sessions and worktrees.</summary>
/// <param name="State">What the forge said.</param>
/// <param name="Why">In words.</param>
/// <param name="IsOver">Whether it is closed, merged or gone, or has been missing for long enough.</param>
internal sealed record IssueFinding(IssueState State, string Why, bool IsOver);

/// <summary>The states of issues, with what is known of those that were missing before.</summary>
/// <param name="questions">Asks the forge.</param>
/// <param name="missing">Since when issues have been missing.</param>
/// <param name="now">The instant of the plan.</param>
internal sealed class IssueStates(Questions questions, MissingIssues missing, DateTimeOffset now)
{
    /// <summary>The state of an issue.</summary>
    public async Task<IssueFinding> AskAsync(IssueKey key, CancellationToken cancellation)
    {
        var answer = await questions.AskAsync(key, cancellation);
        if (answer.State != IssueState.Missing)
            return new IssueFinding(answer.State, answer.Why, answer.State == IssueState.Closed);
        var since = missing.Since(key) ?? now;
        return now - since >= MissingIssues.Proof
            ? new IssueFinding(answer.State, $"not found since {Timestamp.ToIso(since)}", IsOver: true)
            : new IssueFinding(
                answer.State, $"{answer.Why}; that counts when it is still so a day after {Timestamp.ToIso(since)}", IsOver: false);
    }

    /// <summary>What the forge did not say, one line for each issue.</summary>
    public IEnumerable<string> Errors() =>
        questions.Answers.Where(answer => answer.Value.State == IssueState.Unknown).Select(answer => $"{answer.Key}: {answer.Value.Why}");

    /// <summary>Since when issues have been missing, with today's answers; null when that is what it was.</summary>
    public MissingIssues? NewMissing() => missing.With(questions.Answers, now);
}
