using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Retention.OpenClaw;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>One look at all stores.</summary>
internal sealed class OpenClawPlanning(OpenClawOptions options, DateTimeOffset now, LastLooks looks)
{
    private const string OtherWay =
        "OpenClaw 2026.8 and later keep their sessions there, and nobody else may write it: use `openclaw sessions cleanup`";

    private readonly List<string> _errors = [];
    private readonly HashSet<Guid> _ids = [];
    private readonly List<JanitorItem> _items = [];
    private readonly RuleTally _tally = new();
    private readonly HashSet<string> _stores = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>Looks.</summary>
    public JanitorPlan Run(string janitor, CancellationToken cancellation)
    {
        var expiry = new SessionExpiry(options.CronRetention, options.HookRetention, Jobs());
        BeginRules();
        foreach (var pattern in options.Stores) Find(pattern);
        var places = _stores.Order(StringComparer.Ordinal).GroupBy(static store => Path.GetDirectoryName(store)!, StringComparer.Ordinal)
            .Select(static group => new StorePlace(group.Key, [.. group])).ToList();
        var due = places.Where(IsDue).ToList();
        // Whether a store is due decides about its own files; what its sessions refer to counts for orphans everywhere.
        foreach (var place in options.OrphanAge is null ? due : places) LookAt(place, expiry, due.Contains(place), cancellation);
        if (options.OrphanAge is { } age) LookForOrphans(places, due, age, cancellation);
        return new JanitorPlan(janitor, now, _items, _tally.ToList(), _errors);
    }

    private void BeginRules()
    {
        if (options.CronRetention is not null) _tally.Begin("cron-runs");
        if (options.HookRetention is not null) _tally.Begin("hooks");
        if (options.JobsFile is not null && options.CronRetention is not null) _tally.Begin("orphan-jobs");
        if (options.OrphanAge is not null) _tally.Begin(Rules.Orphans);
        if (options.LeftOverAge is not null) _tally.Begin(Rules.LeftOvers);
    }

    private IReadOnlySet<string>? Jobs()
    {
        if (options.JobsFile is null) return null;
        try
        {
            return JobList.Read(options.JobsFile);
        }
        catch (StoreException unreadable)
        {
            _errors.Add(unreadable.Message);
            return null;
        }
    }

    private void Find(string pattern)
    {
        var shown = Shown.Of(pattern);
        try
        {
            var databases = StorePaths.Matching(StorePaths.DatabaseOf(pattern));
            foreach (var database in databases) Refuse(database);
            var found = StorePaths.Matching(pattern);
            if (found.Count == 0 && databases.Count == 0)
            {
                _errors.Add(
                    $"{shown}: there is no such store: correct janitors.openclaw.stores, or switch the janitor off; "
                    + "where OpenClaw is 2026.8 or later, use `openclaw sessions cleanup`");
            }

            foreach (var store in found) Add(store);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{shown}: cannot look for stores: {e.Message}");
        }
    }

    private void Add(string store)
    {
        if (RealPath.Of(Path.GetDirectoryName(store)!) is not { } directory) return;
        var real = Path.Join(directory, Path.GetFileName(store));
        if (RealPath.Of(StorePaths.DatabaseOf(real)) is { } database) Refuse(database);
        else _stores.Add(real);
    }

    private void Refuse(string database)
    {
        if (_refused.Add(RealPath.Of(database) ?? database))
            _errors.Add($"{Shown.Of(database)}: {OtherWay}");
    }

    private bool IsDue(StorePlace place)
    {
        var isDue = true;
        foreach (var store in place.Stores)
        {
            if (looks.TooSoon(store, now, options.MinInterval.Milliseconds) is not { } ago) continue;
            isDue = false;
            _items.Add(new JanitorItem(
                Shown.Of(store),
                JanitorAction.Keep,
                $"it was looked at {Durations.Text(ago)} ago, and is not again before {options.MinInterval} have passed",
                0));
        }

        return isDue;
    }

    private void LookAt(StorePlace place, SessionExpiry expiry, bool isDue, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Try(() =>
        {
            using var directory = StoreDirectory.Open(place);
            if (options.OrphanAge is not null) _ids.UnionWith(directory.Ids());
            // With everything off nothing is looked for: that does not count as a look.
            if (!isDue || IsAllOff(expiry)) return;
            _items.AddRange(new DirectoryLook(directory, expiry, options, now, _tally).Run(cancellation));
            foreach (var store in place.Stores) looks.Note(store, now);
        });
    }

    private bool IsAllOff(SessionExpiry expiry) =>
        expiry.ArchiveRetention is null && options.LeftOverAge is null && options.OrphanAge is null;

    private void LookForOrphans(
        IReadOnlyList<StorePlace> everywhere, IReadOnlyList<StorePlace> due, OpenClawDuration age, CancellationToken cancellation)
    {
        if (_errors.Count > 0)
        {
            _errors.Add(
                "orphans: not every store could be read, so that nobody knows what is referred to: "
                + "no transcript is taken for an orphan until what is said above is put right");
            return;
        }

        var look = new OrphanLook(_ids, everywhere, age, now, _tally);
        foreach (var place in due)
        {
            Try(() =>
            {
                using var directory = StoreDirectory.Open(place);
                _items.AddRange(look.In(directory, cancellation));
            });
        }
    }

    private void Try(Action look)
    {
        try
        {
            look();
        }
        catch (Exception e) when (e is StoreException or DeletionException)
        {
            _errors.Add(e.Message);
        }
    }
}
