namespace ActorSweeper.Core.Recurrence;

/// <summary>Text that is not a cron expression, or one that never fires.</summary>
public sealed class CronFormatException : FormatException
{
    /// <summary>Creates the error from its parts; the message names all of them.</summary>
    /// <param name="expression">The whole expression as given.</param>
    /// <param name="field">The field at fault such as <c>hour</c>, or null when the whole is at fault.</param>
    /// <param name="offendingText">The part that is wrong, as written.</param>
    /// <param name="problem">What is wrong with that part.</param>
    /// <param name="expected">What would be right, such as <c>0-23</c>.</param>
    public CronFormatException(string expression, string? field, string offendingText, string problem, string expected)
        : base($"cron expression '{expression}'{(field is null ? "" : $", field {field}")}: " +
            $"'{offendingText}' {problem}; expected {expected}")
    {
        Expression = expression;
        Field = field;
        OffendingText = offendingText;
        Expected = expected;
    }

    /// <summary>The whole expression as given.</summary>
    public string Expression { get; }

    /// <summary>The field at fault: second, minute, hour, day of month, month or day of week; null for the whole.</summary>
    public string? Field { get; }

    /// <summary>The part that is wrong, as written.</summary>
    public string OffendingText { get; }

    /// <summary>What would be right.</summary>
    public string Expected { get; }
}
