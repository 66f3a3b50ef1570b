using System.Buffers;
using System.Text.Json;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>
/// The text of OpenClaw's sessions.json: one object of sessions by key. It is never written anew, only cut: .NET spells texts and
/// numbers otherwise than the original does, and what a later release has put into an entry must survive byte for byte.
/// </summary>
internal sealed class StoreText
{
    private const int Deepest = 1_000;

    private readonly Dictionary<string, StoreEntry> _byKey = new(StringComparer.Ordinal);
    private readonly List<StoreEntry> _members = [];

    private StoreText(byte[] bytes) => Bytes = bytes;

    /// <summary>The text as it was read.</summary>
    public byte[] Bytes { get; }

    /// <summary>All members; of those with one key the last counts.</summary>
    public IReadOnlyList<StoreEntry> Members => _members;

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">
    /// It is no JSON object. The original takes such a file for an empty store, and some of its releases then write one over it.
    /// </exception>
    public static StoreText Parse(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("\uFEFF"u8)) throw new JsonException("it begins with a byte order mark");
        var text = new StoreText(bytes);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("it is no JSON object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var member = StoreEntry.Read(ref reader);
            text._members.Add(member);
            if (member.Key is { } key) text._byKey[key] = member;
        }

        // Reads on to the end, or refuses what stands behind the object.
        _ = reader.Read();
        return text;
    }

    /// <summary>The entry of a key.</summary>
    public StoreEntry? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Whether a member counts: no later one has its key.</summary>
    public bool Counts(StoreEntry member) => member.Key is null || ReferenceEquals(_byKey[member.Key], member);

    /// <summary>The text without the members of some keys; all other bytes of what stays are as they were.</summary>
    public byte[] Without(IReadOnlySet<string> keys)
    {
        var cut = new ArrayBufferWriter<byte>(Math.Max(Bytes.Length, 2));
        var isFirst = true;
        for (var index = 0; index < _members.Count; index++)
        {
            var member = _members[index];
            if (member.Key is { } key && keys.Contains(key)) continue;
            // The comma and the line break between two members go with the one behind them.
            var before = isFirst ? 0 : _members[index - 1].End;
            var end = isFirst ? _members[0].Start : member.Start;
            cut.Write(Bytes.AsSpan(before, end - before));
            cut.Write(Bytes.AsSpan(member.Start, member.Length));
            isFirst = false;
        }

        if (isFirst) return "{}"u8.ToArray();
        cut.Write(Bytes.AsSpan(_members[^1].End));
        return cut.WrittenSpan.ToArray();
    }
}
