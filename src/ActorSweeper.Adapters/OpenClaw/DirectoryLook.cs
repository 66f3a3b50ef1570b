using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>Looks at one directory of stores: what has expired in them, and of the files that belong to them.</summary>
/// <param name="directory">The directory.</param>
/// <param name="expiry">Decides about entries.</param>
/// <param name="options">Decides about files.</param>
/// <param name="now">Of the whole plan.</param>
/// <param name="tally">Counts.</param>
internal sealed class DirectoryLook(
    StoreDirectory directory, SessionExpiry expiry, OpenClawOptions options, DateTimeOffset now, RuleTally tally)
{
    private readonly HashSet<string> _below = new(StringComparer.Ordinal) { "" };
    private readonly HashSet<string> _planned = new(StringComparer.Ordinal);
    private readonly List<JanitorItem> _items = [];
    private readonly References _staying = new();

    // A session can have several entries; of their files the last that is named counts.
    private readonly Dictionary<string, string?> _going = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    private string Root => directory.Place.Directory;

    private long Now => now.ToUnixTimeMilliseconds();

    /// <summary>All that is to be done, and what is worth telling; orphans apart.</summary>
    /// <exception cref="StoreException">A store cannot be read: nothing is planned in its directory.</exception>
    /// <exception cref="DeletionException">The directory cannot be listed.</exception>
    public IReadOnlyList<JanitorItem> Run(CancellationToken cancellation)
    {
        foreach (var store in directory.Stores) LookAt(store, store.Look());
        foreach (var id in _order.Where(id => !_staying.HasSession(id)))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var candidate in Transcripts.Candidates(id, _going[id], Root)) PlanTranscript(id, candidate);
        }

        foreach (var below in _below.Order(StringComparer.Ordinal)) LookAtFiles(below, cancellation);
        return _items;
    }

    private void LookAt(StoreFile store, StoreText text)
    {
        foreach (var entry in text.Members.Where(text.Counts))
        {
            var verdict = entry.Key is { } key
                ? expiry.Of(SessionKey.Read(key), entry.UpdatedAt, Now)
                : ExpiryVerdict.NotConcerned;
            if (verdict.Rule is { } rule) tally.Count(rule, verdict.IsExpired, entry.Length);
            if (verdict.IsExpired) Drop(store, text, entry, verdict.Reason ?? "");
            else
            {
                _staying.Add(entry, Root);
                if (verdict.Reason is { } reason) _items.Add(new JanitorItem(NameOf(store, entry), JanitorAction.Keep, reason, 0));
            }
        }
    }

    private void Drop(StoreFile store, StoreText text, StoreEntry entry, string reason)
    {
        _items.Add(new DropItem(NameOf(store, entry), reason, entry.Length, store.Path, entry.Key!, entry.DigestIn(text.Bytes)));
        if (entry.SessionId is not { Length: > 0 } id) return;
        if (_going.TryAdd(id, entry.SessionFile)) _order.Add(id);
        else if (!string.IsNullOrEmpty(entry.SessionFile)) _going[id] = entry.SessionFile;
    }

    private void PlanTranscript(string id, string candidate)
    {
        if (RealPath.Of(candidate) is not { } real || !_planned.Add(real)) return;
        if (Transcripts.Inside(real, Root) is not var (below, name))
            Keep(real, $"the transcript of session {Shown.Of(id)} lies outside of the store's directory");
        else if (_staying.KeyOf(real) is { } key)
            Keep(real, $"session {Shown.Of(key)} has it as its transcript too");
        else if (below.Length == 0 && directory.IsOwn(name))
            Keep(real, "an entry that goes names it as its transcript, but it belongs to the store");
        else if (directory.Folder(below) is var folder && folder.Find(name) is { Kind: EntryKind.File } entry)
        {
            _below.Add(below);
            _items.Add(new TranscriptItem(
                folder.PathOf(name), "its session is dropped", directory.Place, below, entry, id, real));
        }
    }

    private void Keep(string path, string reason) =>
        _items.Add(new JanitorItem(Shown.Of(path), JanitorAction.Keep, reason, 0));

    private void LookAtFiles(string below, CancellationToken cancellation)
    {
        if (expiry.ArchiveRetention is null && options.LeftOverAge is null) return;
        var folder = directory.Folder(below);
        foreach (var entry in folder.List(cancellation).OrderBy(static entry => entry.Name.ToString(), StringComparer.Ordinal))
        {
            if (AgeOf(entry, folder) is not var (rule, since, limit)) continue;
            var age = Now - since;
            tally.Count(rule, age > limit.Milliseconds, entry.Facts.Frees);
            if (age <= limit.Milliseconds) continue;
            var reason = $"{rule}: {Core.Time.Durations.Text(TimeSpan.FromMilliseconds(age))} old, kept for {limit}";
            _items.Add(new AgedItem(
                folder.PathOf(entry.Name), reason, entry.Facts.Frees, directory.Place, below, entry, since, limit.Milliseconds));
        }
    }

    /// <summary>Which rule a file falls under, since when its age counts, and how long it stays.</summary>
    private (string Rule, long Since, OpenClawDuration Limit)? AgeOf(in Entry entry, Folder folder)
    {
        if (!IsFile(entry, folder)) return null;
        var name = entry.Name.ToString();
        if (expiry.ArchiveRetention is { } archives && ArchiveStamp.Read(name, ArchiveStamp.Deleted) is { } deleted)
            return (Rules.Archives, deleted, archives);
        if (options.LeftOverAge is not { } leftOvers) return null;
        if ((ArchiveStamp.Read(name, ArchiveStamp.Reset) ?? ArchiveStamp.Read(name, ArchiveStamp.Backup)) is { } stamp)
            return (Rules.LeftOvers, stamp, leftOvers);
        var modified = entry.Facts.Modified.ToUnixTimeMilliseconds();
        foreach (var store in directory.Stores.Select(static store => store.Name.ToString()))
        {
            if (Transcripts.IsRotated(name, store)) return (Rules.LeftOvers, modified, leftOvers);
            if (Transcripts.IsTemporary(name, store))
                return (Rules.LeftOvers, modified, new OpenClawDuration(Math.Max(leftOvers.Milliseconds, Rules.WriterPatience)));
        }

        return null;
    }

    // A link to a file counts as one, as in the original; what goes is the link.
    private static bool IsFile(in Entry entry, Folder folder) =>
        entry.Kind == EntryKind.File
        || (entry.Kind == EntryKind.Link && RealPath.Of(folder.PathOf(entry.Name)) is { } target && File.Exists(target));

    private static string NameOf(StoreFile store, StoreEntry entry) =>
        $"{store.Shown}#{Shown.Of(entry.Key ?? "?")}";
}
