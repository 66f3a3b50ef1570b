using ActorSweeper.Adapters.NanoClaw;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.Reviving;

/// <summary>In NanoClaw's two files.</summary>
public sealed class NanoClawReviving : RevivingContract, IDisposable
{
    private readonly NanoClawWorkspace _workspace = NanoClawWorkspace.Create();
    private readonly WorkspaceSession _session;
    private readonly NanoClawStore _store;

    public NanoClawReviving()
    {
        _session = _workspace.AddSession("s1");
        _store = new NanoClawStore(
            new NanoClawOptions("nanoclaw", _workspace.Root, TimeSpan.FromSeconds(5)), TimeProvider.System, () => 0.5);
    }

    [Fact]
    public async Task Message_and_ack_are_changed_together_or_not_at_all()
    {
        Message("m1", "failed", tries: 5);
        Ack("m1", "failed");
        SqliteScript.Execute(
            _session.Outbound, "CREATE TRIGGER no BEFORE DELETE ON processing_ack BEGIN SELECT raise(ABORT, 'no'); END");

        (await Should.ThrowAsync<SessionStoreException>(() => ReviveAsync("m1", dropAck: true))).Fault.ShouldBe(StoreFault.Failed);

        (_session.Column("m1", "status"), _session.Column("m1", "tries")).ShouldBe(("failed", "5"));
        SqliteScript.Rows(_session.Outbound, "SELECT message_id FROM processing_ack").ShouldBe(["m1"]);
    }

    [Fact]
    public async Task A_session_that_never_had_a_container_has_no_acks()
    {
        Message("m1", "failed");
        File.Delete(_session.Outbound);

        (await ReviveAsync("m1", dropAck: true)).ShouldBeTrue();

        _session.Column("m1", "status").ShouldBe("pending");
        File.Exists(_session.Outbound).ShouldBeFalse();
    }

    [Fact]
    public async Task The_containers_file_is_not_written_while_a_container_runs()
    {
        Message("m1", "failed");
        Message("m2", "failed");
        Ack("m2", "failed");
        var before = await File.ReadAllBytesAsync(_session.Outbound, TestContext.Current.CancellationToken);
        using var container = SqliteScript.Open(_session.Outbound);
        using var transaction = container.BeginTransaction();

        (await ReviveAsync("m1", dropAck: false)).ShouldBeTrue();
        (await ReviveAsync("m2", dropAck: false)).ShouldBeFalse();

        (await File.ReadAllBytesAsync(_session.Outbound, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    public void Dispose() => _workspace.Dispose();

    protected override ISessionStore Store => _store;

    protected override Session Session => _session.Session;

    protected override void Message(string id, string status, int tries = 0, DateTimeOffset? processAfter = null) =>
        _session.Message(id, status, processAfter is { } at ? Timestamp.ToSqlite(at) : null, tries: tries);

    protected override void Ack(string messageId, string status) => _session.Ack(messageId, status, Timestamp.ToSqlite(Noon));
}
