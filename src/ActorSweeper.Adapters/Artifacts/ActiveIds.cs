using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>The ids of the sessions that are active, and where they stand in names. Ids match exactly or not at all.</summary>
internal sealed class ActiveIds
{
    private const int UuidLength = 36;

    // What stands between ids in the names that agent programs give. A dash is part of an id.
    private static readonly SearchValues<byte> Between = SearchValues.Create("._ @+,=~()"u8);
    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private static readonly byte[] Agent = "-agent-"u8.ToArray();

    private readonly HashSet<byte[]> _ids = new(new BytesComparer());
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly int _longest;

    public ActiveIds(IEnumerable<string> ids)
    {
        foreach (var id in ids.Where(id => id.Length > 0))
        {
            var bytes = Encoding.UTF8.GetBytes(id);
            _ids.Add(bytes);
            _longest = Math.Max(_longest, bytes.Length);
        }

        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _ids.Count;

    /// <summary>Whether something is the id of an active session.</summary>
    public bool Contains(ReadOnlySpan<byte> id) => _lookup.Contains(id);

    /// <summary>Whether a name, with its extension or without it, is the id of an active session.</summary>
    public bool IsStemOf(ReadOnlySpan<byte> name)
    {
        var dot = name.LastIndexOf((byte)'.');
        return Contains(name) || (dot > 0 && Contains(name[..dot]));
    }

    /// <summary>
    /// The active id in a name; null when there is none. Looked at are all parts that begin and end at a separator (<c>-agent-</c> or
    /// one of <c>._ @+,=~()</c>) or an end of the name, and everything that has the form of a UUID and no letter or digit beside it.
    /// </summary>
    public string? In(ReadOnlySpan<byte> name)
    {
        if (_ids.Count == 0) return null;
        Span<int> ends = stackalloc int[name.Length + 1];
        Span<int> starts = stackalloc int[name.Length + 1];
        var count = Cut(name, starts, ends);
        for (var first = 0; first < count; first++)
        {
            for (var last = first; last < count && ends[last] - starts[first] <= _longest; last++)
            {
                var part = name[starts[first]..ends[last]];
                if (Contains(part)) return Encoding.UTF8.GetString(part);
            }
        }

        for (var at = 0; at + UuidLength <= name.Length; at++)
        {
            var part = name.Slice(at, UuidLength);
            if (IsUuid(part) && !IsLetterOrDigit(name, at - 1) && !IsLetterOrDigit(name, at + UuidLength) && Contains(part))
                return Encoding.UTF8.GetString(part);
        }

        return null;
    }

    /// <summary>All that has the form of a UUID in a text.</summary>
    public static IEnumerable<string> UuidsIn(string text)
    {
        for (var at = 0; at + UuidLength <= text.Length; at++)
        {
            var part = text.Substring(at, UuidLength);
            if (IsUuid(Encoding.UTF8.GetBytes(part))) yield return part;
        }
    }

    private static bool IsLetterOrDigit(ReadOnlySpan<byte> name, int at) =>
        at >= 0 && at < name.Length && char.IsAsciiLetterOrDigit((char)name[at]);

    private static bool IsUuid(ReadOnlySpan<byte> part)
    {
        if (part.Length != UuidLength) return false;
        for (var i = 0; i < UuidLength; i++)
            if (i is 8 or 13 or 18 or 23 ? part[i] != '-' : !Hex.Contains(part[i])) return false;
        return true;
    }

    private static int Cut(ReadOnlySpan<byte> name, Span<int> starts, Span<int> ends)
    {
        var (count, start) = (0, 0);
        for (var at = 0; at <= name.Length;)
        {
            var length = at == name.Length || Between.Contains(name[at]) ? 1 : name[at..].StartsWith(Agent) ? Agent.Length : 0;
            if (length == 0)
            {
                at++;
                continue;
            }

            (starts[count], ends[count++]) = (start, at);
            start = at += length;
        }

        return count;
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
