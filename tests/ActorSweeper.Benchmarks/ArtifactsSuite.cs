using System.Diagnostics;
using System.Globalization;
using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Core.Retention;
using Microsoft.Data.Sqlite;

namespace ActorSweeper.Benchmarks;

/// <summary>
/// The artifacts janitor over files of mixed type and age, two thirds of which have expired: beside NanoClaw's own script, whose
/// figures are per file on a machine of two cores (formats.md, section 6). A dry run makes the plan and every text in it; a real run
/// makes the plan and carries it out. Each run meets files that were just made.
/// </summary>
internal static class ArtifactsSuite
{
    private const int Groups = 10;

    public static void Run(Options options)
    {
        var table = new Table(options, "NanoClaw's script");
        table.Header();
        foreach (var (place, above) in new[] { ("in memory", "/dev/shm"), ("on disk", Path.GetTempPath()) })
        {
            foreach (var files in new[] { 20_000, 100_000 })
            {
                var shape = string.Create(CultureInfo.InvariantCulture, $"{files:N0} files {place}");
                table.Row($"plan in hand, {shape}", [("MiB live", "")], () => OnFiles(above, files, Live)[^1..]);
                table.Row(
                    $"unlink alone, {shape}",
                    [("µs per file", ""), ("µs CPU per file", "")],
                    () => OnFiles(above, files, Unlink)[..2]);
                foreach (var (what, mode, rival) in new[]
                {
                    ("dry run", ArtifactsMode.DryRun, "2,900"),
                    ("real run", ArtifactsMode.Delete, "3,500"),
                    ("into the trash", ArtifactsMode.Trash, ""),
                })
                {
                    table.Row(
                        $"{what}, {shape}",
                        [("µs per file", rival), ("µs CPU per file", ""), ("bytes allocated/file", ""), ("MiB more at its peak", "")],
                        () => OnFiles(above, files, root => Sweep(root, mode))[..^1]);
                }
            }
        }
    }

    private static double[] OnFiles(string above, int files, Func<string, (int Gone, int Seen, double Live)> work)
    {
        var root = Path.Combine(above, string.Create(CultureInfo.InvariantCulture, $"as-bench-{Environment.ProcessId}"));
        using var process = Process.GetCurrentProcess();
        try
        {
            Make(root, files);
            Memory.Collect();
            process.Refresh();
            var (resident, allocated, cpu) = (ResetPeak(), GC.GetTotalAllocatedBytes(precise: true), process.TotalProcessorTime);
            var start = TimeProvider.System.GetTimestamp();
            var (gone, seen, live) = work(root);
            var took = TimeProvider.System.GetElapsedTime(start);
            process.Refresh();
            if (seen != files || gone < files / 2) throw new InvalidOperationException($"{gone} of {seen} went");
            return
            [
                took.TotalMicroseconds / files,
                (process.TotalProcessorTime - cpu).TotalMicroseconds / files,
                (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)files,
                Math.Max(0, Status("VmHWM:") - resident) / 1024.0,
                live,
            ];
        }
        finally
        {
            if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>What the file system takes for as many files as a real run removes.</summary>
    private static (int Gone, int Seen, double Live) Unlink(string root)
    {
        var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".db", StringComparison.Ordinal)).ToList();
        var old = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromDays(5);
        var gone = files.Where(path => File.GetLastWriteTimeUtc(path) < old).ToList();
        gone.ForEach(File.Delete);
        return (gone.Count, files.Count, 0);
    }

    private static (int Gone, int Seen, double Live) Sweep(string root, ArtifactsMode mode)
    {
        var janitor = Janitor(root, mode);
        return mode == ArtifactsMode.DryRun ? Report(janitor) : Apply(janitor);
    }

    /// <summary>What a plan takes as long as somebody holds it.</summary>
    private static (int Gone, int Seen, double Live) Live(string root)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var plan = Janitor(root, ArtifactsMode.Delete).PlanAsync(CancellationToken.None).GetAwaiter().GetResult();
        var live = GC.GetTotalMemory(forceFullCollection: true) - before;
        return (plan.Items.Count, plan.Rules.Sum(rule => rule.Seen), live / 1048576.0);
    }

    private static ArtifactsJanitor Janitor(string root, ArtifactsMode mode)
    {
        var places = NanoClawPlaces.Under(root);
        return new ArtifactsJanitor(
            new ArtifactsOptions(
                ArtifactPresets.NanoClawV1(places, ArtifactPresets.Windows, wholeDays: false),
                ArtifactPresets.ActiveIdsV1(places, TimeSpan.FromSeconds(5)),
                mode,
                TimeSpan.FromHours(24)),
            TimeProvider.System);
    }

    private static (int Gone, int Seen, double Live) Report(ArtifactsJanitor janitor)
    {
        var plan = janitor.PlanAsync(CancellationToken.None).GetAwaiter().GetResult();
        var gone = 0;
        foreach (var item in plan.Items)
            if (item.Action != JanitorAction.Keep && item.Path.Length > 0 && item.Reason.Length > 0) gone++;
        return (gone, plan.Rules.Sum(rule => rule.Seen), 0);
    }

    private static (int Gone, int Seen, double Live) Apply(ArtifactsJanitor janitor)
    {
        return ApplyAsync().GetAwaiter().GetResult();

        async Task<(int Gone, int Seen, double Live)> ApplyAsync()
        {
            var plan = await janitor.PlanAsync(CancellationToken.None);
            var gone = 0;
            await foreach (var outcome in janitor.ApplyAsync(plan, CancellationToken.None))
                if (outcome is { Note: null, Did: not JanitorAction.Keep }) gone++;
            return (gone, plan.Rules.Sum(rule => rule.Seen), 0);
        }
    }

    /// <summary>Files of every type, from one to ten days old; transcripts have no tool results, so that each is one file.</summary>
    private static void Make(string root, int files)
    {
        foreach (var folder in new[] { "store", "groups" }) Directory.CreateDirectory(Path.Combine(root, folder));
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(root, "store", "messages.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE sessions (group_folder TEXT PRIMARY KEY, session_id TEXT);
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 49)
                INSERT INTO sessions SELECT i, printf('0a6d3c1e-59f1-4a58-8f0c-%012d', i) FROM n;
                """;
            command.ExecuteNonQuery();
        }

        var now = TimeProvider.System.GetUtcNow();
        for (var group = 0; group < Groups; group++)
        {
            foreach (var folder in new[] { "projects/-workspace-group", "debug", "todos", "telemetry" })
                Directory.CreateDirectory(Path.Combine(root, "data/sessions", Name("g", group), ".claude", folder));
            Directory.CreateDirectory(Path.Combine(root, "groups", Name("g", group), "logs"));
        }

        for (var i = 0; i < files; i++)
        {
            var path = Path.Combine(root, PathOf(i));
            File.WriteAllText(path, "0123456789");
            File.SetLastWriteTimeUtc(path, (now - TimeSpan.FromDays(1 + i * 7 % 17)).UtcDateTime);
        }
    }

    private static string PathOf(int i)
    {
        var (agent, id) = ($"data/sessions/{Name("g", i % Groups)}/.claude/", Name("0a6d3c1e-59f1-4a58-8f0c-", i, 12));
        return (i / Groups % 5) switch
        {
            0 => $"{agent}projects/-workspace-group/{id}.jsonl",
            1 => $"{agent}debug/{id}.txt",
            2 => $"{agent}todos/{id}-agent-{id}.json",
            3 => $"{agent}telemetry/1p_failed_events.{id}.json",
            _ => $"groups/{Name("g", i % Groups)}/logs/container-{id}.log",
        };
    }

    private static string Name(string start, int number, int digits = 1) =>
        start + number.ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Lets the peak of this process's memory begin anew.</summary>
    /// <returns>What is resident now, in KiB.</returns>
    private static long ResetPeak()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Status("VmRSS:");
    }

    private static long Status(string key) => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal)).AsSpan(key.Length).Trim()[..^3],
        CultureInfo.InvariantCulture);
}
