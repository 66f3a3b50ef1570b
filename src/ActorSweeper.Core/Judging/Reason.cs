namespace ActorSweeper.Core.Judging;

/// <summary>Why something was decided: the rule, what was observed and what it was compared with.</summary>
/// <param name="Rule">The rule's name, as the documentation spells it.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="Age">The observed age, where an age decided.</param>
/// <param name="Limit">The limit that it was compared with.</param>
public sealed record Reason(string Rule, string Text, TimeSpan? Age = null, TimeSpan? Limit = null);
