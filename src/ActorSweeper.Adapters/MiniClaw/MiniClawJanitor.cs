using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Text;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.MiniClaw;

/// <summary>
/// Deletes the sessions of MiniClaw that have not been accessed for longer than they live (formats.md section 2). Only what the file
/// itself says counts, and it is read once more right before its deletion. What is no session for MiniClaw is reported and kept.
/// </summary>
/// <param name="options">The directory and the limit.</param>
/// <param name="time">The clock that sessions age by.</param>
public sealed class MiniClawJanitor(MiniClawOptions options, TimeProvider time) : IJanitor
{
    private const int MaxSessionBytes = 64 * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "miniclaw";

    /// <inheritdoc/>
    public Task<JanitorPlan> PlanAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var items = new List<JanitorItem>();
        var errors = new List<string>();
        var (scanned, expired, bytes) = (0, 0, 0L);
        try
        {
            using var root = OpenedRoot.Open(options.Directory);
            using var folder = root.OpenFolder();
            var sessions = folder.List(cancellation).Where(IsSession);
            foreach (var entry in sessions.OrderBy(entry => entry.Name.ToString(), StringComparer.Ordinal))
            {
                cancellation.ThrowIfCancellationRequested();
                scanned++;
                if (Read(folder, entry, out var lastAccessed, out var size) is { } wrong)
                {
                    errors.Add($"{folder.PathOf(entry.Name)}: {wrong}; it is kept");
                    items.Add(new JanitorItem(folder.PathOf(entry.Name), JanitorAction.Keep, wrong, 0));
                    continue;
                }

                bytes += size;
                if (!IsExpired(lastAccessed, now))
                    continue;
                expired++;
                items.Add(new ExpiredSession(folder.PathOf(entry.Name), Reason(entry.Name, lastAccessed, now), size, entry.Name));
            }
        }
        catch (DeletionException e)
        {
            errors.Add($"Failed to read sessions directory: \"{Printable.Escape(options.Directory)}\": {e.Message}");
        }

        return Task.FromResult(new JanitorPlan(Name, now, items, [new RuleCount("sessions", scanned, expired, bytes)], errors));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ItemOutcome> ApplyAsync(JanitorPlan plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        await Task.CompletedTask;
        foreach (var item in plan.Items)
        {
            if (cancellation.IsCancellationRequested)
                yield break;
            yield return item is ExpiredSession session ? Delete(session) : ItemOutcome.Done(item);
        }
    }

    /// <inheritdoc/>
    public string Summarize(JanitorPlan plan, IReadOnlyList<ItemOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var deleted = outcomes.Where(outcome => outcome.Did == JanitorAction.Delete).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Session cleanup complete: {deleted.Count} deleted, {deleted.Sum(outcome => outcome.Freed)} bytes freed");
    }

    private ItemOutcome Delete(ExpiredSession session)
    {
        try
        {
            using var root = OpenedRoot.Open(options.Directory);
            using var folder = root.OpenFolder();
            // What is read now is what is removed: an entry that is replaced or written after this look is another one, and stays.
            if (folder.Find(session.Name) is not { } entry)
                return ItemOutcome.Kept(session, "it is gone already");
            if (Read(folder, entry, out var lastAccessed, out _) is { } wrong)
                return ItemOutcome.Kept(session, wrong);
            if (!IsExpired(lastAccessed, time.GetUtcNow()))
                return ItemOutcome.Kept(session, "Session was updated since scan, preserving");
            var removal = folder.Remove(entry, CancellationToken.None);
            return removal.IsRemoved ? ItemOutcome.Done(session)
                : removal.IsFailed ? ItemOutcome.Failed(session, removal.Text!)
                : ItemOutcome.Kept(session, removal.Text!);
        }
        catch (DeletionException e)
        {
            return ItemOutcome.Failed(session, e.Message);
        }
    }

    // Added to the past, not subtracted from now: so neither end of the calendar is in the way.
    private bool IsExpired(NanoTime lastAccessed, DateTimeOffset now) =>
        NanoTime.Of(now).IsAfter(lastAccessed.Plus(options.TimeToLive));

    /// <summary>Reads a session; a link is read through, as MiniClaw does.</summary>
    /// <returns>What is wrong with it; null when it is one.</returns>
    private string? Read(Folder folder, in Entry entry, out NanoTime lastAccessed, out long size)
    {
        (lastAccessed, size) = (default, 0);
        byte[] text;
        try
        {
            text = entry.Kind == EntryKind.Link
                ? PlainFile.Read(Path.Join(folder.Root.Path, Encoding.UTF8.GetString(entry.Name.Bytes)), MaxSessionBytes)
                : ReadFile(folder, entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"Failed to read session file: {e.Message}";
        }

        size = text.Length;
        try
        {
            lastAccessed = SessionText.LastAccessed(text);
            return null;
        }
        catch (FormatException e)
        {
            return $"Failed to parse session {IdOf(entry.Name)}: {Printable.Escape(e.Message)}";
        }
    }

    private static byte[] ReadFile(Folder folder, in Entry entry)
    {
        using var file = folder.OpenFile(entry.Name);
        if (file.Length > MaxSessionBytes)
            throw new IOException($"it is larger than {MaxSessionBytes} bytes, which no session is");
        var text = new byte[file.Length];
        file.ReadExactly(text);
        return text;
    }

    private string Reason(RawName name, NanoTime lastAccessed, DateTimeOffset now)
    {
        var at = NanoTime.Of(now);
        var days = (at.Seconds - lastAccessed.Seconds - (at.Nanoseconds < lastAccessed.Nanoseconds ? 1 : 0)) / 86_400;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"session {IdOf(name)}, last accessed {lastAccessed}, {days} days ago (limit {Durations.Text(options.TimeToLive)})");
    }

    private static string IdOf(RawName name) => name.ToString()[..^".json".Length];

    // The extension counts as written; a name that is nothing else has none.
    private static bool IsSession(Entry entry) => entry.Name.Bytes.Length > ".json"u8.Length && entry.Name.Bytes.EndsWith(".json"u8);

    /// <summary>A session that goes.</summary>
    private sealed record ExpiredSession(string Path, string Reason, long Bytes, RawName Name)
        : JanitorItem(Path, JanitorAction.Delete, Reason, Bytes);
}
