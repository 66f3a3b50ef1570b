namespace ActorSweeper.Core.Recurrence;

/// <summary>The names that stand for whole expressions: those of cron, and those that cron-parser 5.5 adds.</summary>
internal static class CronMacros
{
    private static readonly Dictionary<string, string> Expressions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@weekdays"] = "0 0 * * 1-5",
        ["@weekends"] = "0 0 * * 0,6",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
        ["@minutely"] = "* * * * *",
        ["@secondly"] = "* * * * * *",
    };

    /// <summary>Replaces a name by its expression; other text stays as it is.</summary>
    /// <exception cref="CronFormatException">The text starts with @ and is no known name.</exception>
    public static string Expand(string text) =>
        !text.StartsWith('@') ? text
        : Expressions.TryGetValue(text, out var expression) ? expression
        : throw new CronFormatException(text, null, text, "is not a known name", string.Join(", ", Expressions.Keys));
}
