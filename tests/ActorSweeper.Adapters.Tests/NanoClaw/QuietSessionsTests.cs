using ActorSweeper.Adapters.NanoClaw;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

/// <summary>What one host keeps for the next about sessions in which nothing was open.</summary>
public sealed class QuietSessionsTests : IDisposable
{
    private static readonly DateTimeOffset LongAgo = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly NanoClawWorkspace _workspace = NanoClawWorkspace.Create();
    private readonly List<string> _statements = [];

    public void Dispose() => _workspace.Dispose();

    private string MemoryFile => Path.Join(_workspace.Root, "quiet-sessions");

    [Fact]
    public async Task The_next_host_does_not_open_what_was_quiet_and_sees_the_heartbeat_all_the_same()
    {
        var session = await QuietAsync();
        session.Beat(LongAgo);
        var evidence = await NextHost().ObserveAsync(session.Session, AckCursor.Start, CancellationToken.None);
        _statements.ShouldBeEmpty();
        evidence.Messages.ShouldBeEmpty();
        evidence.Heartbeat.ShouldBe(LongAgo);
    }

    [Fact]
    public async Task A_message_that_came_in_between_is_seen()
    {
        var session = await QuietAsync();
        session.Message("m9");
        var evidence = await NextHost().ObserveAsync(session.Session, AckCursor.Start, CancellationToken.None);
        evidence.Messages.Select(message => message.Id).ShouldBe(["m9"]);
    }

    [Fact]
    public async Task An_ack_of_a_given_up_message_that_came_in_between_is_carried()
    {
        var session = await QuietAsync(status: "failed");
        session.Ack("m1", "completed");
        var evidence = await NextHost().ObserveAsync(session.Session, AckCursor.Start, CancellationToken.None);
        evidence.Acks.Select(ack => ack.MessageId).ShouldBe(["m1"]);
    }

    [Fact]
    public async Task A_claim_that_came_in_between_is_seen()
    {
        var session = await QuietAsync();
        session.Claim("m1");
        var evidence = await NextHost().ObserveAsync(session.Session, AckCursor.Start, CancellationToken.None);
        evidence.Claims.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_session_with_something_open_is_not_kept()
    {
        var session = _workspace.AddSession("s1").Message("m1");
        await SettledAsync();
        var host = NextHost();
        await host.ObserveAsync(session.Session, AckCursor.Start, CancellationToken.None);
        host.KeepMemory();
        File.ReadAllLines(MemoryFile).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else\nx\ty")]
    [InlineData("actorsweeper quiet sessions 1\nshort\tline\n")]
    [InlineData("actorsweeper quiet sessions 1\n/x\t1\t1\t1\t1\t-5\t1\t1\t1\t1\t1\t1\t1\tid\t5")]
    public async Task A_memory_that_is_not_understood_costs_one_reading(string text)
    {
        var session = _workspace.AddSession("s1").Message("m1");
        await File.WriteAllTextAsync(MemoryFile, text);
        var evidence = await NextHost().ObserveAsync(session.Session, AckCursor.Start, CancellationToken.None);
        evidence.Messages.Count.ShouldBe(1);
    }

    /// <summary>A session with one finished message, and a host that has seen it and has ended.</summary>
    private async Task<WorkspaceSession> QuietAsync(string status = "completed")
    {
        var session = _workspace.AddSession("s1").Message("m1", status: status);
        await SettledAsync();
        var host = NextHost();
        await host.ObserveAsync(session.Session, AckCursor.Start, CancellationToken.None);
        host.KeepMemory();
        _statements.Clear();
        return session;
    }

    /// <summary>Files are trusted once their last write is longer ago than a step of the file system's clock.</summary>
    private static Task SettledAsync() => Task.Delay(TimeSpan.FromSeconds(3.2), TimeProvider.System);

    private NanoClawStore NextHost() => new(
        new NanoClawOptions("nanoclaw", _workspace.Root, TimeSpan.FromSeconds(5), MemoryFile),
        TimeProvider.System,
        () => 0,
        (statement, _) => _statements.Add(statement));
}
