using System.Text;

namespace ActorSweeper.Hocon.Syntax;

/// <summary>The text of one document with the name its origins carry.</summary>
internal sealed class SourceText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private SourceText(HoconOriginKind kind, string name, string text)
    {
        Kind = kind;
        Name = name;
        Text = text;
    }

    public HoconOriginKind Kind { get; }

    public string Name { get; }

    public string Text { get; }

    public static SourceText FromText(string name, string text)
    {
        var source = new SourceText(HoconOriginKind.Text, name, text);
        var broken = IndexOfLoneSurrogate(text);
        if (broken < 0) return source;
        throw new HoconException(HoconErrorKind.Syntax, "half of a surrogate pair is not a character", source.OriginOf(broken));
    }

    /// <summary>Reads a file; null when it does not exist.</summary>
    public static SourceText? FromFile(string fullPath)
    {
        byte[] bytes;
        try
        {
            if (!File.Exists(fullPath)) return null;
            bytes = File.ReadAllBytes(fullPath);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var origin = new HoconOrigin(HoconOriginKind.File, fullPath, 0, 0);
            throw new HoconException(HoconErrorKind.Io, $"cannot be read: {e.Message}", origin, inner: e);
        }

        return new SourceText(HoconOriginKind.File, fullPath, Decode(bytes, fullPath));
    }

    public HoconOrigin Origin(Position at) => new(Kind, Name, at.Line, at.Column);

    private static string Decode(byte[] bytes, string path)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var at = Math.Clamp(e.Index, 0, bytes.Length);
            var before = bytes.AsSpan(0, at);
            var line = before.Count((byte)'\n') + 1;
            var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            var origin = new HoconOrigin(HoconOriginKind.File, path, line, column);
            throw new HoconException(HoconErrorKind.Io, "the file is not valid UTF-8", origin, "save it as UTF-8", e);
        }
    }

    private static int IndexOfLoneSurrogate(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return i;
            i++;
        }

        return -1;
    }

    private HoconOrigin OriginOf(int index)
    {
        var before = Text.AsSpan(0, index);
        return Origin(new Position(before.Count('\n') + 1, index - before.LastIndexOf('\n')));
    }
}
