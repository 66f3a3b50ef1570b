using System.Globalization;

namespace ActorSweeper.Hocon.Syntax;

/// <summary>What counts as a number: what Java's Long.parseLong and Double.parseDouble read, restricted to decimal notation.</summary>
internal static class NumberText
{
    public static bool IsNumber(string text) =>
        text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0
            ? IsDecimal(text)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>Sign, digits with at most one period, exponent; at least one digit before the exponent.</summary>
    public static bool IsDecimal(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '+' or '-') text = text[1..];
        var exponent = text.IndexOfAny('e', 'E');
        if (exponent >= 0)
        {
            var digits = text[(exponent + 1)..];
            if (digits.Length > 0 && digits[0] is '+' or '-') digits = digits[1..];
            if (digits.Length == 0 || digits.ContainsAnyExceptInRange('0', '9')) return false;
            text = text[..exponent];
        }

        var period = text.IndexOf('.');
        var whole = period < 0 ? text : text[..period];
        var fraction = period < 0 ? [] : text[(period + 1)..];
        return whole.Length + fraction.Length > 0
            && !whole.ContainsAnyExceptInRange('0', '9')
            && !fraction.ContainsAnyExceptInRange('0', '9');
    }
}
