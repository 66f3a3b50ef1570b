using System.Globalization;

namespace ActorSweeper.Core.Recurrence;

/// <summary>The text of one field, with what is needed to read values from it and to complain about it.</summary>
internal sealed record CronFieldText(CronField Field, string Text, string Expression)
{
    /// <summary>Whether the field leaves its unit open: <c>*</c> or <c>?</c> alone.</summary>
    public bool IsOpen => Text is "*" or "?";

    /// <summary>The comma-separated elements; an empty one is an error.</summary>
    public string[] Elements()
    {
        var elements = Text.Split(',');
        return elements.All(element => element.Length > 0) ? elements : throw Wrong(Text, "has an empty list element");
    }

    /// <summary>Reads a number of the field's range or one of its names.</summary>
    public int Value(string text, string element)
    {
        var named = Array.IndexOf(Field.Names, text.ToLowerInvariant());
        if (named >= 0)
            return Field.Min + named;
        if (Number(text, maxDigits: 2) is not { } value)
            throw Wrong(element, "is not a value of this field");
        return value >= Field.Min && value <= Field.Max ? value : throw Wrong(element, "is out of range");
    }

    /// <summary>Reads a plain number of ASCII digits; null when the text is anything else.</summary>
    public static int? Number(string text, int maxDigits) =>
        text.Length > 0 && text.Length <= maxDigits && text.All(char.IsAsciiDigit)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The error for a part of this field; the expected text is the field's range unless said otherwise.</summary>
    public CronFormatException Wrong(string offending, string problem, string? expected = null) =>
        new(Expression, Field.Name, offending, problem, expected ?? Field.Expected);
}
