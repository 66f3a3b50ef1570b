using System.Diagnostics;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class KilledWriter : NanoClawTest
{
    private const int Count = 1_000;

    [Fact]
    public async Task F77_a_kill_at_any_moment_leaves_each_change_whole_or_undone_in_both_files()
    {
        var session = Prepare();
        var draws = new Random(1);
        var next = 1;
        for (var round = 0; round < 8 && next < Count; round++)
        {
            await KillAfterAsync(steps: draws.Next(2, 10), TimeSpan.FromMilliseconds(draws.Next(0, 10)), session, next);

            await Store().RecoverAsync(session.Session, default);
            (await LookAsync(session)).Claims.Count.ShouldBeGreaterThan(0);
            Directory.GetFiles(session.Directory, "*-journal").ShouldAllBe(static journal => IsCold(journal));
            next = Verify(session) + 1;
        }
        next.ShouldBeGreaterThan(1);
    }

    private WorkspaceSession Prepare()
    {
        var session = Workspace.AddSession("s1");
        SqliteScript.Execute(
            session.Inbound,
            $"""
            WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < {Count})
            INSERT INTO messages_in (id, seq, kind, timestamp, status, recurrence, series_id, content)
            SELECT 'm' || i, i * 4, 'chat', '2026-01-10 12:00:00', 'pending', NULL, 'm' || i, '' FROM number UNION ALL
            SELECT 'r' || i, i * 4 + 2, 'task', '2026-01-10 12:00:00', 'failed', '0 9 * * *', 'r' || i, '' FROM number
            """);
        SqliteScript.Execute(
            session.Outbound,
            $"""
            WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < {Count})
            INSERT INTO processing_ack SELECT 'm' || i, 'processing', '2026-01-10 12:00:00' FROM number
            """);
        return session;
    }

    private async Task KillAfterAsync(int steps, TimeSpan pause, WorkspaceSession session, int first)
    {
        var program = Path.Join(AppContext.BaseDirectory, "ActorSweeper.CrashWriter.dll");
        var start = new ProcessStartInfo(
            "dotnet", [program, Workspace.Root, session.Session.Group, session.Session.Id.Value, $"{first}", $"{Count}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        for (var step = 0; step < steps; step++)
            (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        await Task.Delay(pause, TimeProvider.System, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    // A writer killed before its journal's header reached the disk has not touched the database yet: SQLite ignores that journal.
    private static bool IsCold(string journal) => File.ReadAllBytes(journal) is [] or [0, ..];

    /// <summary>Returns how many steps are done, after checking that each is done in both files or in none.</summary>
    private static int Verify(WorkspaceSession session)
    {
        using var connection = SqliteScript.Open(session.Inbound);
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            ATTACH '{session.Outbound}' AS outbound;
            SELECT substr(m.id, 2), m.tries,
              (SELECT count(*) FROM outbound.processing_ack a WHERE a.message_id = m.id),
              (SELECT count(*) FROM messages_in r WHERE r.series_id = 'r' || substr(m.id, 2) AND r.status = 'pending'),
              (SELECT count(*) FROM messages_in r WHERE r.series_id = 'r' || substr(m.id, 2) AND r.recurrence IS NOT NULL)
            FROM messages_in m WHERE m.id LIKE 'm%' AND m.series_id = m.id
            """;
        using var reader = command.ExecuteReader();
        var done = 0;
        while (reader.Read())
        {
            var (tries, claims, next, armed) = (reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4));
            (claims, next, armed).ShouldBe(tries == 1 ? (0, 1, 1) : (1, 0, 1));
            done += tries;
        }
        return done;
    }
}
