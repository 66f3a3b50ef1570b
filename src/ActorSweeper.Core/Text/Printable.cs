using System.Globalization;
using System.Text;

namespace ActorSweeper.Core.Text;

/// <summary>
/// Texts that other programs wrote, such as ids and errors, made fit for a terminal: nothing in them moves the cursor, changes
/// colours, begins a line, or turns the direction of what follows.
/// </summary>
public static class Printable
{
    /// <summary>
    /// The text with each character that a terminal would act on as its number: <c>\u{1b}</c>. Concerns control characters (C0, DEL
    /// and C1, line ends among them), line and paragraph separators, what turns the direction of writing, and halves of surrogate
    /// pairs. Everything else, also the backslash, stays as it is.
    /// </summary>
    public static string Escape(string text)
    {
        var first = FirstToEscape(text);
        if (first < 0) return text;
        var escaped = new StringBuilder(text, 0, first, text.Length + 16);
        for (var index = first; index < text.Length; index++)
        {
            var character = text[index];
            if (MustEscape(text, index)) escaped.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)character:x}}}");
            else escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static int FirstToEscape(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (MustEscape(text, index)) return index;
        }

        return -1;
    }

    private static bool MustEscape(string text, int index)
    {
        var character = text[index];
        if (char.IsHighSurrogate(character)) return index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]);
        if (char.IsLowSurrogate(character)) return index == 0 || !char.IsHighSurrogate(text[index - 1]);
        return char.IsControl(character) || character is '\u2028' or '\u2029' || TurnsDirection(character);
    }

    private static bool TurnsDirection(char character) =>
        character is '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
