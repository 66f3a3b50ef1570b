using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Explaining;

/// <summary>Why a session was judged as it was: every rule as it stood, and which one decided. The same object in the journal, in
/// <c>explain --json</c> and on the screen.</summary>
/// <param name="Session">Which session.</param>
/// <param name="At">The instant of the judgement, by the wall clock.</param>
/// <param name="State">How it stands.</param>
/// <param name="Decision">What is done: <c>stop</c>, <c>wake</c>, or <c>nothing</c>.</param>
/// <param name="Deciding">The name of the finding that decided, one of <paramref name="Findings"/>.</param>
/// <param name="Text">One sentence: how it stands, and why nothing more is done.</param>
/// <param name="Findings">Every rule, in the order in which they are asked.</param>
/// <param name="Deadline">
/// The next instant at which this could change by itself, by the wall clock; null when only new evidence can.
/// </param>
public sealed record Explanation(
    SessionId Session,
    DateTimeOffset At,
    SessionState State,
    string Decision,
    string Deciding,
    string Text,
    IReadOnlyList<Finding> Findings,
    DateTimeOffset? Deadline);

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
