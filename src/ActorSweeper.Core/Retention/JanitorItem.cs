namespace ActorSweeper.Core.Retention;

/// <summary>What a janitor does with one thing.</summary>
public enum JanitorAction
{
    /// <summary>It is removed for good.</summary>
    Delete,

    /// <summary>It is renamed in place, under the name that its owner gives to archives.</summary>
    Archive,

    /// <summary>A record is taken out of a store.</summary>
    Drop,

    /// <summary>It stays, and the reason is worth telling.</summary>
    Keep,

    /// <summary>It is moved into the trash, from where it can be restored.</summary>
    Trash,
}

/// <summary>One thing that a janitor does something with, or keeps for a reason worth telling.</summary>
/// <param name="Path">
/// As people read it: absolute, with control characters and bytes that are no UTF-8 escaped. A record in a store is
/// <c>STORE#KEY</c>.
/// </param>
/// <param name="Action">What is done with it.</param>
/// <param name="Reason">Why: the rule, the age and the limit.</param>
/// <param name="Bytes">What its removal frees, in bytes; 0 for what frees nothing.</param>
public record JanitorItem(string Path, JanitorAction Action, string Reason, long Bytes);

/// <summary>What one rule of a janitor looked at.</summary>
/// <param name="Rule">Its name, such as <c>debug-logs</c>.</param>
/// <param name="Seen">How many things it looked at.</param>
/// <param name="Matched">How many of them have expired.</param>
/// <param name="Bytes">How large all that it looked at is.</param>
public sealed record RuleCount(string Rule, int Seen, int Matched, long Bytes);

/// <summary>What became of one item.</summary>
/// <param name="Item">As it was planned.</param>
/// <param name="Did">What was done in the end: <see cref="JanitorAction.Keep"/> where the check just before found another thing.</param>
/// <param name="Freed">In bytes.</param>
/// <param name="Note">Why it was kept after all, or what failed; null when the plan was carried out.</param>
/// <param name="IsFailed">Whether that is an error.</param>
public sealed record ItemOutcome(JanitorItem Item, JanitorAction Did, long Freed, string? Note = null, bool IsFailed = false)
{
    /// <summary>The plan was carried out.</summary>
    public static ItemOutcome Done(JanitorItem item) => new(item, item.Action, item.Action == JanitorAction.Keep ? 0 : item.Bytes);

    /// <summary>It is no longer what was planned: it stays.</summary>
    public static ItemOutcome Kept(JanitorItem item, string why) => new(item, JanitorAction.Keep, 0, why);

    /// <summary>It could not be done.</summary>
    public static ItemOutcome Failed(JanitorItem item, string error) => new(item, JanitorAction.Keep, 0, error, IsFailed: true);
}
