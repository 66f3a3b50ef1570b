using System.Text;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>The pattern of one name: <c>*</c> is any part of it, <c>?</c> one character, or one byte that is none.</summary>
internal sealed class NamePattern
{
    private const byte Any = (byte)'*';
    private const byte One = (byte)'?';

    private readonly byte[] _pattern;

    /// <summary>Reads a pattern.</summary>
    public NamePattern(string text)
    {
        Text = text;
        _pattern = Encoding.UTF8.GetBytes(text);
        IsLiteral = !_pattern.AsSpan().ContainsAny(Any, One);
    }

    public string Text { get; }

    /// <summary>Whether it matches one name only.</summary>
    public bool IsLiteral { get; }

    /// <summary>Whether it stands for any number of directories.</summary>
    public bool IsAnyDepth => Text == "**";

    /// <summary>Whether a name has this pattern. The time it takes grows with the product of both lengths at most.</summary>
    public bool Matches(ReadOnlySpan<byte> name)
    {
        var (at, star, resume) = (0, -1, 0);
        for (var i = 0; i < name.Length;)
        {
            if (at < _pattern.Length && _pattern[at] == Any)
            {
                (star, resume) = (at++, i);
                continue;
            }

            if (at < _pattern.Length && _pattern[at] == One)
            {
                Rune.DecodeFromUtf8(name[i..], out _, out var length);
                (at, i) = (at + 1, i + length);
                continue;
            }

            if (at < _pattern.Length && _pattern[at] == name[i])
            {
                at++;
                i++;
                continue;
            }

            if (star < 0) return false;
            // What the last star stands for becomes one byte longer.
            (at, i) = (star + 1, ++resume);
        }

        while (at < _pattern.Length && _pattern[at] == Any) at++;
        return at == _pattern.Length;
    }
}
