using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using ActorSweeper.Workspaces;
using Microsoft.Data.Sqlite;

namespace ActorSweeper.EndToEnd.Tests;

/// <summary>Files that cannot be used concern their session only, and the central database concerns everything.</summary>
public sealed class DegradedFilesTests : IDisposable
{
    private const int Sessions = 40;

    private readonly NanoClawWorkspace _workspace = NanoClawWorkspace.Create();
    private readonly List<IDisposable> _locks = [];
    private readonly List<string> _immutable = [];

    public void Dispose()
    {
        foreach (var held in _locks) held.Dispose();
        foreach (var path in _immutable) Chattr("-i", path);
        _workspace.Dispose();
    }

    [Fact]
    public async Task Fourteen_broken_sessions_are_named_with_a_remedy_and_the_other_26_are_processed_in_the_same_pass()
    {
        var broken = Break();
        var healthy = Enumerable.Range(1, Sessions - broken.Count).Select(number => Session($"healthy-{number:d2}")).ToList();
        var (contents, names) = (Contents(broken.Keys), Names());
        var blocked = Lock(Path.Join(_workspace.SessionsDirectory, "group-1", "locked", "inbound.db"));

        var (code, report) = await HostProgram.SweepAsync(Configure());

        await blocked.DisposeAsync();
        code.ShouldBe(1);
        var counts = report.GetProperty("sessions");
        counts.GetProperty("examined").GetInt32().ShouldBe(Sessions);
        counts.GetProperty("degraded").GetInt32().ShouldBe(broken.Count);
        var errors = Entries(report, "errors").ToDictionary(error => Word(error, "session")!, error => Word(error, "error")!);
        errors.Keys.ShouldBe(broken.Keys, ignoreOrder: true);
        foreach (var (session, expected) in broken)
        {
            foreach (var part in expected) errors[session].ShouldContain(part, customMessage: session);
        }

        Entries(report, "actions").Select(action => Word(action, "session")).Distinct().Except(broken.Keys)
            .ShouldBe(healthy.Select(session => session.Session.Id.Value), ignoreOrder: true);
        Entries(report, "actions").Where(action => broken.ContainsKey(Word(action, "session")!))
            .ShouldAllBe(action => Word(action, "outcome")!.StartsWith("failed"));
        foreach (var session in healthy)
        {
            session.Column("done", "status").ShouldBe("completed", session.Session.Id.Value);
            session.Column("lost", "tries").ShouldBe("1", session.Session.Id.Value);
            SqliteScript.Scalar(session.Outbound, "SELECT count(*) FROM processing_ack WHERE status = 'processing'").ShouldBe("0");
        }

        Contents(broken.Keys).ShouldBe(contents);
        Names().ShouldBe(names);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("zero bytes")]
    [InlineData("random bytes")]
    [InlineData("locked")]
    [InlineData("without tables")]
    public async Task A_central_database_that_cannot_be_read_ends_the_pass_with_exit_code_3_and_no_container_is_touched(string how)
    {
        var session = Session("s1");
        session.Message("due");
        var running = Path.Join(_workspace.Root, "running");
        await File.WriteAllTextAsync(running, """{"session":"nobody","id":"c1"}""" + "\n", TestContext.Current.CancellationToken);
        var configuration = Configure();
        BreakCentral(how);

        var (code, report) = await HostProgram.SweepAsync(configuration);

        code.ShouldBe(3);
        var error = Word(Entries(report, "errors").ShouldHaveSingleItem(), "error")!;
        error.ShouldContain(_workspace.CentralDatabase);
        error.ShouldContain("; ");
        Entries(report, "actions").ShouldBeEmpty();
        File.Exists(Path.Join(_workspace.Root, "acted")).ShouldBeFalse();
        session.Column("done", "status").ShouldBe("pending");
        session.Column("lost", "tries").ShouldBe("0");
        if (how == "missing") File.Exists(_workspace.CentralDatabase).ShouldBeFalse();
    }

    /// <summary>A session with a message that is acked and one whose container died.</summary>
    private WorkspaceSession Session(string id) =>
        _workspace.AddSession(id).Message("done").Ack("done", "completed").Message("lost").Claim("lost");

    private Dictionary<string, string[]> Break()
    {
        var broken = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Add("empty", session => Truncate(session.Inbound, 0), "inbound.db", "is empty", "restore it from a backup");
        Add("random-in", session => Scramble(session.Inbound), "inbound.db", "not a database", "restore it from a backup");
        Add("random-out", session => Scramble(session.Outbound), "outbound.db", "not a database", "restore it from a backup");
        Add("half", session => Truncate(session.Inbound, 6000), "inbound.db", "damaged", "restore it from a backup");
        Add("header-only", session => Truncate(session.Outbound, 100), "outbound.db", "restore it from a backup");
        Add("folder", session => Replace(session.Inbound, path => Directory.CreateDirectory(path)), "inbound.db", "restore it");
        Add("no-folder", session => Directory.Delete(session.Directory, recursive: true), "inbound.db", "is missing", "creates it again");
        Add("no-inbound", session => File.Delete(session.Inbound), "inbound.db", "is missing", "creates it again");
        Add("locked", _ => { }, "inbound.db", "locked by another program", "end that program");
        Add("wal", session => SqliteScript.Execute(session.Outbound, "PRAGMA journal_mode = WAL"), "outbound.db", "journal_mode = DELETE");
        Add("link", Link, "inbound.db", "make it a file if it is a link");
        Add("no-tables", session => SqliteScript.Execute(session.Inbound, "DROP TABLE messages_in"), "inbound.db", "lacks the table");
        foreach (var hostile in (string[])["../x", "a/b"])
        {
            _workspace.AddSession(hostile, "group-1").Message("lost").Claim("lost");
            broken.Add(hostile, [hostile, "must be folder names", "correct the row in data/v2.db"]);
        }

        return broken;

        void Add(string id, Action<WorkspaceSession> spoil, params string[] expected)
        {
            spoil(Session(id));
            broken.Add(id, expected);
        }
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_fails_its_own_changes_and_no_others()
    {
        var (frozen, free) = (Session("frozen"), Session("free"));
        if (!Chattr("+i", frozen.Outbound)) Assert.Skip("files cannot be made immutable here");
        _immutable.Add(frozen.Outbound);

        var (code, report) = await HostProgram.SweepAsync(Configure());

        code.ShouldBe(1);
        Word(Entries(report, "errors").ShouldHaveSingleItem(), "error")!.ShouldContain("outbound.db cannot be written; make the file");
        frozen.Column("lost", "tries").ShouldBe("0");
        frozen.Column("done", "status").ShouldBe("pending");
        free.Column("lost", "tries").ShouldBe("1");
    }

    [Fact]
    public async Task While_the_runtime_cannot_be_asked_acks_are_carried_and_nothing_is_returned_or_woken()
    {
        var session = Session("s1");
        session.Message("due");

        var (code, report) = await HostProgram.SweepAsync(Configure(), "--set", "actorsweeper.containers.command.list=[false]");

        code.ShouldBe(3);
        Word(Entries(report, "errors").ShouldHaveSingleItem(), "error")!.ShouldContain("nothing is stopped, woken or reset");
        session.Column("done", "status").ShouldBe("completed");
        session.Column("lost", "tries").ShouldBe("0");
        File.Exists(Path.Join(_workspace.Root, "acted")).ShouldBeFalse();
    }

    private void BreakCentral(string how)
    {
        var path = _workspace.CentralDatabase;
        switch (how)
        {
            case "missing":
                File.Delete(path);
                break;
            case "zero bytes":
                Truncate(path, 0);
                break;
            case "random bytes":
                Scramble(path);
                break;
            case "without tables":
                SqliteScript.Execute(path, "DROP TABLE sessions");
                break;
            default:
                _locks.Add(Lock(path));
                break;
        }
    }

    /// <summary>Keeps a file locked against readers too.</summary>
    private static SqliteConnection Lock(string path)
    {
        var connection = SqliteScript.Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE held (x); ";
        command.ExecuteNonQuery();
        return connection;
    }

    private static void Truncate(string path, int length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static void Scramble(string path)
    {
        var bytes = new byte[5000];
        new Random(7).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private static void Replace(string path, Action<string> with)
    {
        File.Delete(path);
        with(path);
    }

    private void Link(WorkspaceSession session)
    {
        var elsewhere = Path.Join(_workspace.Root, "elsewhere.db");
        File.Move(session.Inbound, elsewhere);
        File.CreateSymbolicLink(session.Inbound, elsewhere);
    }

    private static bool Chattr(string flag, string path)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"chattr {flag} '{path}' 2>/dev/null"]))!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private string Configure()
    {
        var file = Path.Join(_workspace.Root, "actorsweeper.conf");
        File.WriteAllText(
            file,
            $$"""
            actorsweeper {
              sources.nanoclaw { root = "{{_workspace.Root}}", zone = UTC, busy-timeout = 500ms }
              containers {
                runtime = command
                command.list = [sh, -c, "cat '{{_workspace.Root}}/running' 2>/dev/null; true"]
                command.stop = [touch, "{root}/acted"]
                command.wake = [touch, "{root}/acted"]
              }
            }
            """);
        return file;
    }

    /// <summary>What the files of the given sessions hold, and the file behind the link.</summary>
    private List<string> Contents(IEnumerable<string> sessions) => sessions
        .Select(session => Path.Join(_workspace.SessionsDirectory, "group-1", session))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Append(Path.Join(_workspace.Root, "elsewhere.db"))
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")
        .ToList();

    private List<string> Names() => Directory.EnumerateFileSystemEntries(_workspace.SessionsDirectory, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).ToList();

    private static IEnumerable<JsonElement> Entries(JsonElement report, string list) => report.GetProperty(list).EnumerateArray();

    private static string? Word(JsonElement entry, string name) => entry.GetProperty(name).GetString();
}
