using System.Buffers.Text;
using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>What the entries that stay refer to: no file of theirs goes.</summary>
internal sealed class References
{
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Adds the references of an entry that stays.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="directory">The directory of its store.</param>
    public void Add(StoreEntry entry, string directory)
    {
        if (entry.SessionId is { } id) _sessions.Add(id);
        if (Transcripts.Named(entry.SessionFile, directory) is { } file && RealPath.Of(file) is { } real)
            _files.TryAdd(real, entry.Key ?? "?");
    }

    /// <summary>Whether an entry is about the session.</summary>
    public bool HasSession(string id) => _sessions.Contains(id);

    /// <summary>The key of an entry that names a file as its transcript; null when there is none.</summary>
    public string? KeyOf(string realPath) => _files.GetValueOrDefault(realPath);

    /// <summary>
    /// All ids of the form of a UUID anywhere in a store's text: an orphan's must not be among them, in whatever field, also one that
    /// only a later release knows.
    /// </summary>
    public static void CollectIds(ReadOnlySpan<byte> text, ISet<Guid> ids)
    {
        const int Length = 36;
        const int FirstDash = 8;
        for (var at = 0; text[at..].IndexOf((byte)'-') is var dash and >= 0; at += dash + 1)
        {
            var start = at + dash - FirstDash;
            if (start >= 0 && start + Length <= text.Length
                && Utf8Parser.TryParse(text.Slice(start, Length), out Guid id, out _))
            {
                ids.Add(id);
            }
        }
    }
}
