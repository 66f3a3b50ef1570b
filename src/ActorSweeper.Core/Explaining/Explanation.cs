using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Explaining;

/// <summary>Why a session was judged as it was: every rule as it stood, and which one decided. The same object in the journal, in
/// <c>explain --json</c> and on the screen.</summary>
/// <param name="Session">Which session.</param>
/// <param name="At">The instant of the judgement, by the wall clock.</param>
/// <param name="State">How it stands.</param>
/// <param name="Decision">What is done: <c>stop</c>, <c>wake</c>, or <c>nothing</c>; see <see cref="Decisions"/>.</param>
/// <param name="Deciding">The name of the finding that decided, one of <paramref name="Findings"/>. Flip it, and the decision changes or
/// another finding decides: <see cref="SessionExplainer"/> says which one it is.</param>
/// <param name="Text">One sentence: how it stands, and why nothing more is done.</param>
/// <param name="Findings">Every rule, in the order in which they are asked.</param>
/// <param name="Deadline">The next instant at which this could change by itself, by the wall clock; null when only new evidence can
/// change it.</param>
public sealed record Explanation(
    SessionId Session,
    DateTimeOffset At,
    SessionState State,
    string Decision,
    string Deciding,
    string Text,
    IReadOnlyList<Finding> Findings,
    DateTimeOffset? Deadline)
{
    /// <summary>A session that could not be judged at all, because its files cannot be used, say.</summary>
    /// <param name="session">Which session.</param>
    /// <param name="at">The instant, by the wall clock.</param>
    /// <param name="state">How it stands.</param>
    /// <param name="hold">What kept it from being judged; its <see cref="Finding.ChangesAt"/> becomes the deadline.</param>
    /// <param name="text">One sentence for people.</param>
    public static Explanation Unjudged(SessionId session, DateTimeOffset at, SessionState state, Finding hold, string text) =>
        new(session, at, state, Decisions.Nothing, hold.Rule, text, [hold], hold.ChangesAt);

    /// <summary>
    /// The same, held back by something that the judge does not know of: nothing is done, and the hold decided. What would be done
    /// without it is seen from the other findings. A later hold of the same name takes the place of an earlier one.
    /// </summary>
    /// <param name="hold">What holds it back; its <see cref="Finding.ChangesAt"/> becomes the deadline.</param>
    /// <param name="text">One sentence for people.</param>
    /// <param name="state">How the session stands then; null when as before.</param>
    public Explanation HeldBy(Finding hold, string text, SessionState? state = null) => this with
    {
        State = state ?? State,
        Decision = Decisions.Nothing,
        Deciding = hold.Rule,
        Text = text,
        Findings = [.. Findings.Where(finding => finding.Rule != hold.Rule), hold],
        Deadline = hold.ChangesAt,
    };
}

/// <summary>One predicate of the judge as it stood.</summary>
/// <param name="Rule">Its name, as the documentation spells it; what it is asked about follows in brackets where it is asked more than
/// once: <c>claim-stuck(m1)</c>.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Observed">What was observed, for people.</param>
/// <param name="Age">The observed age, where an age is compared.</param>
/// <param name="Limit">The limit that it is compared with.</param>
/// <param name="ChangesAt">When it changes by itself, by the wall clock; null when only new evidence or other settings change it.</param>
public sealed record Finding(
    string Rule, bool Holds, string Observed, TimeSpan? Age = null, TimeSpan? Limit = null, DateTimeOffset? ChangesAt = null);
