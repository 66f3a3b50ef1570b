using ActorSweeper.Adapters.NanoClaw;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class UnchangedFiles : NanoClawTest
{
    private readonly List<string> _statements = [];
    private readonly WorkspaceSession _session;
    private readonly NanoClawStore _store;

    public UnchangedFiles()
    {
        _session = Workspace.AddSession("s1").Message("m1").Message("m2").Claim("m1");
        _store = Store(measure: (sql, _) => _statements.Add(sql));
    }

    [Fact]
    public async Task Files_that_were_not_written_are_not_opened_again_but_the_heartbeat_is_looked_at()
    {
        var first = await SettledLookAsync();

        _ = _session.Beat(Noon);
        var second = await _store.ObserveAsync(_session.Session, first.Cursor, default);

        _statements.ShouldBeEmpty();
        second.ShouldBe(first with { Heartbeat = Noon });
    }

    [Fact]
    public async Task When_only_the_acks_changed_the_messages_are_not_read_again()
    {
        var first = await SettledLookAsync();

        _ = _session.Ack("m2", "completed");
        var second = await _store.ObserveAsync(_session.Session, first.Cursor, default);

        second.Acks.Select(static ack => ack.MessageId).ShouldBe(["m2"]);
        _statements.ShouldNotContain(static sql => sql.Contains("messages_in"));
    }

    [Fact]
    public async Task When_only_the_messages_changed_they_are_read_with_their_acks()
    {
        _ = _session.Ack("m3", "completed");
        var first = await SettledLookAsync();
        first.Acks.ShouldBeEmpty();

        _ = _session.Message("m3");
        var second = await _store.ObserveAsync(_session.Session, first.Cursor, default);

        second.Acks.Select(static ack => ack.MessageId).ShouldBe(["m3"]);
        second.Messages.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_file_written_a_moment_ago_is_read_again_for_its_time_may_stand_still()
    {
        var first = await _store.ObserveAsync(_session.Session, AckCursor.Start, default);
        _statements.Clear();

        _ = await _store.ObserveAsync(_session.Session, first.Cursor, default);

        _statements.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_file_that_vanished_is_noticed()
    {
        var first = await SettledLookAsync();

        File.Delete(_session.Inbound);

        (await FaultOf(() => _store.ObserveAsync(_session.Session, first.Cursor, default))).Fault.ShouldBe(StoreFault.Missing);
    }

    private async Task<SessionEvidence> SettledLookAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(3.1), TimeProvider.System);
        var evidence = await _store.ObserveAsync(_session.Session, AckCursor.Start, default);
        _statements.Clear();
        return evidence;
    }
}
