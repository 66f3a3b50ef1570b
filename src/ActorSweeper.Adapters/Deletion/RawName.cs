using System.Text;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// The name of one entry of a directory, in the bytes that the file system has: it need not be UTF-8. Never empty, never <c>.</c> or
/// <c>..</c>, without a slash or a zero.
/// </summary>
internal readonly struct RawName : IEquatable<RawName>
{
    private readonly byte[] _bytes; // with the zero that ends it for the system

    private RawName(byte[] ended) => _bytes = ended;

    /// <summary>Without the zero at the end.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _bytes.Length - 1);

    /// <summary>For a system call.</summary>
    internal byte[] Ended => _bytes;

    /// <summary>Takes a name over.</summary>
    /// <exception cref="FormatException">No entry can have that name.</exception>
    public static RawName Of(ReadOnlySpan<byte> bytes) => TryOf(bytes, out var name)
        ? name
        : throw new FormatException($"'{DisplayText.Of(bytes)}' cannot be the name of a file: a single name without a slash is needed.");

    /// <summary>Takes a name over, in UTF-8.</summary>
    /// <exception cref="FormatException">No entry can have that name.</exception>
    public static RawName Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Takes a name over, if an entry can have it.</summary>
    public static bool TryOf(ReadOnlySpan<byte> bytes, out RawName name)
    {
        name = default;
        if (bytes.IsEmpty || bytes.SequenceEqual("."u8) || bytes.SequenceEqual(".."u8) || bytes.IndexOfAny((byte)'/', (byte)0) >= 0)
            return false;
        var ended = new byte[bytes.Length + 1];
        bytes.CopyTo(ended);
        name = new RawName(ended);
        return true;
    }

    public bool Equals(RawName other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is RawName other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>As people may see it, see <see cref="DisplayText"/>.</summary>
    public override string ToString() => DisplayText.Of(Bytes);
}
