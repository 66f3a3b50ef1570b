using System.Globalization;
using ActorSweeper.EndToEnd.Tests.Journal;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests;

/// <summary>The host is killed at random instants, under load, while its agents keep crashing too.</summary>
public sealed class KillNineTests
{
    private const int Kills = 200;
    private const int Sessions = 12;
    private const int MaxTries = 5;
    private const int KillsPerCheck = 1;

    [Fact]
    public async Task After_200_kills_no_message_is_lost_or_failed_early_no_session_had_two_containers_and_the_journal_is_sound()
    {
        using var workspace = NanoClawWorkspace.Create();
        var sessions = Enumerable.Range(1, Sessions).Select(number => workspace.AddSession($"s{number}")).ToList();
        var configuration = Configure(workspace);
        var chance = new Random(20261121);
        var posted = new List<(WorkspaceSession Session, string Id)>();
        var data = Path.Join(workspace.Root, "data", "actorsweeper");
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var host = HostProgram.Start("run", "--config", configuration);
            for (var wait = chance.Next(1, 10); wait > 0; wait--)
            {
                Post(sessions[chance.Next(Sessions)]);
                await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(60, 110)), TimeProvider.System);
            }

            host.HasEnded.ShouldBeFalse(host.Error);
            await host.KillAsync();
            if (kill % KillsPerCheck == 1) await JournalCopy.ShouldBeSoundAsync(data);
        }

        await using var last = HostProgram.Start("run", "--config", configuration);
        var settled = await Eventually.HoldsAsync(
            () => posted.TrueForAll(
                message => message.Session.Column(message.Id, "status") is "completed" or "failed"), TimeSpan.FromMinutes(3));
        settled.ShouldBeTrue(last.Error);
        last.Signal("TERM");
        (await last.EndAsync()).ShouldBe(0, last.Error);
        foreach (var (session, id) in posted) Check(session, id);
        sessions.SelectMany(session => Directory.EnumerateFiles(session.Directory, "second-*")).ShouldBeEmpty();
        KillAgents(sessions);
        Directory.GetFiles(data, "state.db-*").ShouldBeEmpty();
        var (streams, events) = await JournalCopy.ShouldBeSoundAsync(data);
        // One for each session, the supervisor's and the scheduler's.
        streams.ShouldBe(Sessions + 2);
        events.ShouldBeGreaterThan(Kills);

        void Post(WorkspaceSession session)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"m{posted.Count}");
            session.Message(id);
            posted.Add((session, id));
        }
    }

    /// <summary>A try is charged for a crash of the agent on that message, and for nothing else.</summary>
    private static void Check(WorkspaceSession session, string id)
    {
        var crashes = Path.Join(session.Directory, "crashes");
        var deaths = File.Exists(crashes) ? File.ReadLines(crashes).Count(line => line == id) : 0;
        var tries = int.Parse(session.Column(id, "tries")!, CultureInfo.InvariantCulture);
        tries.ShouldBeLessThanOrEqualTo(deaths, $"{session.Session.Id} {id}");
        if (session.Column(id, "status") == "failed") tries.ShouldBe(MaxTries, $"{session.Session.Id} {id} failed early");
        Convert.ToInt64(
            SqliteScript.Scalar(session.Outbound, "SELECT count(*) FROM messages_out WHERE in_reply_to = $id", ("$id", id)),
            CultureInfo.InvariantCulture)
            .ShouldBeLessThanOrEqualTo(1, $"replies to {session.Session.Id} {id}");
    }

    private static string Configure(NanoClawWorkspace workspace)
    {
        var file = Path.Join(workspace.Root, "actorsweeper.conf");
        File.WriteAllText(
            file,
            $$"""
            actorsweeper {
              sources.nanoclaw { root = "{{workspace.Root}}", zone = UTC }
              containers {
                runtime = process, max-concurrent = 20, orphan-interval = 1s
                process.command = ["{{HostProgram.AgentPath}}", "{sessionDir}"]
              }
              supervision {
                sweep-interval = 200ms, storm-window = 100ms, startup-grace = 1s, claim-tolerance = 30s, stale-threshold = off
                backoff-base = 1s, max-tries = {{MaxTries}}, start-backoff-base = 200ms, max-start-backoff = 1s
                restart-intensity = 1000, storm-fraction = off
              }
              journal.snapshot-every = 20
            }
            """);
        return file;
    }

    private static void KillAgents(IEnumerable<WorkspaceSession> sessions)
    {
        // Agents end by themselves when nothing has come for 3 s; they are given that time.
        foreach (var session in sessions)
            Eventually.HoldsAsync(() => IsFree(Path.Join(session.Directory, "agent.lock")), TimeSpan.FromSeconds(20)).GetAwaiter()
                .GetResult().ShouldBeTrue();
    }

    private static bool IsFree(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
