using System.Buffers;
using System.Globalization;
using System.Text;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// The form of a file's name for terminals, logs and JSON. What could steer a terminal or deceive a reader (control characters,
/// escape sequences, marks that turn the direction of writing, separators, unassigned characters) and bytes that are no UTF-8 are
/// escaped, a backslash is doubled: two names never look the same, and <see cref="Parse"/> leads back.
/// </summary>
internal static class DisplayText
{
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x7f - 0x20).Where(c => c != '\\').Select(c => (byte)c)]);

    /// <summary>The form of a name or path.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.ContainsAnyExcept(Plain)) return Encoding.ASCII.GetString(bytes);
        var text = new StringBuilder(bytes.Length + 16);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done) Append(text, rune);
            else
                foreach (var wrong in bytes[..length]) text.Append(CultureInfo.InvariantCulture, $"\\x{wrong:x2}");
            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes behind a form.</summary>
    /// <exception cref="FormatException">It is no such form.</exception>
    public static byte[] Parse(string form)
    {
        var bytes = new ArrayBufferWriter<byte>(form.Length);
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == '\\')
            {
                i = ParseEscape(form, i + 1, bytes);
                continue;
            }

            if (!Rune.TryGetRuneAt(form, i, out var rune)) throw Wrong(form);
            Encoding.UTF8.GetBytes(form.AsSpan(i, rune.Utf16SequenceLength), bytes);
            i += rune.Utf16SequenceLength - 1;
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void Append(StringBuilder text, Rune rune)
    {
        if (rune.Value == '\\') text.Append(@"\\");
        else if (rune.Value == '\n') text.Append(@"\n");
        else if (rune.Value == '\r') text.Append(@"\r");
        else if (rune.Value == '\t') text.Append(@"\t");
        else if (rune.Value < 0x20 || rune.Value == 0x7f) text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
        else if (IsHarmless(rune)) text.Append(rune.ToString());
        else if (rune.IsBmp) text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        else text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
    }

    private static bool IsHarmless(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static int ParseEscape(string form, int at, ArrayBufferWriter<byte> bytes)
    {
        var letter = at < form.Length ? form[at] : '\0';
        var digits = letter switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            bytes.Write([letter switch
            {
                '\\' => (byte)'\\', 'n' => (byte)'\n', 'r' => (byte)'\r', 't' => (byte)'\t', _ => throw Wrong(form),
            }]);
            return at;
        }

        if (at + digits >= form.Length
            || !uint.TryParse(form.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw Wrong(form);
        if (digits == 2) bytes.Write([(byte)value]);
        else if (Rune.TryCreate(value, out var rune)) Encoding.UTF8.GetBytes(rune.ToString(), bytes);
        else throw Wrong(form);
        return at + digits;
    }

    private static FormatException Wrong(string form) => new(
        $"'{form}' is no path as it was shown: expected \\\\, \\n, \\r, \\t, \\xHH, \\uHHHH or \\UHHHHHHHH after a backslash.");
}
