using ActorSweeper.Adapters.NanoClaw;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class Listing : NanoClawTest
{
    [Fact]
    public async Task Active_sessions_of_existing_groups_are_listed_with_their_folders()
    {
        var session = Workspace.AddSession("s1");
        Workspace.AddRow("closed", "group-1", status: "closed");
        Workspace.AddRow("orphan", "no such group");
        SqliteScript.Execute(Workspace.CentralDatabase, "UPDATE sessions SET container_status = 'running'");

        (await Source().ListActiveAsync(default)).ShouldBe([session.Session with { ReportedRunning = true }]);
    }

    [Fact]
    public async Task Ten_thousand_sessions_are_each_listed_once()
    {
        Workspace.AddGroup("group-1");
        SqliteScript.Execute(
            Workspace.CentralDatabase,
            """
            WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < 10000)
            INSERT INTO sessions (id, agent_group_id, created_at) SELECT 's' || i, 'group-1', '2026-01-01' FROM number
            """);

        (await Source().ListActiveAsync(default)).Select(static session => session.Id).Distinct().Count().ShouldBe(10_000);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("../../../etc")]
    [InlineData("/etc")]
    [InlineData("s\01")]
    public async Task A_hostile_id_is_listed_with_a_barrier_and_its_files_are_refused(string id)
    {
        var honest = Workspace.AddSession("s1").Message("m1");
        Workspace.AddRow(id, "group-1");

        var listed = await Source().ListActiveAsync(default);

        listed.Count.ShouldBe(2);
        listed.ShouldContain(honest.Session);
        var hostile = listed.Single(session => session.Id != honest.Session.Id);
        hostile.WakeBarrier.ShouldNotBeNull().ShouldContain("must be folder names");
        var fault = await FaultOf(() => Store().ObserveAsync(hostile, AckCursor.Start, default));
        fault.Fault.ShouldBe(StoreFault.Forbidden);
        fault.Message.ShouldContain("correct the row");
        (await FaultOf(() => Store().PrepareStartAsync(hostile, default))).Fault.ShouldBe(StoreFault.Forbidden);
    }

    [Fact]
    public async Task A_session_whose_directory_is_elsewhere_is_refused()
    {
        var session = Workspace.AddSession("s1").Message("m1").Session;

        foreach (var directory in new[] { "/etc", session.Directory + "/..", session.Directory + "/../s1", Workspace.Root, "s1" })
        {
            var fault = await FaultOf(() => Store().ObserveAsync(session with { Directory = directory }, AckCursor.Start, default));
            fault.Fault.ShouldBe(StoreFault.Forbidden);
        }
    }

    [Fact]
    public async Task A_missing_central_database_is_missing_and_is_not_created()
    {
        File.Delete(Workspace.CentralDatabase);

        var fault = await FaultOf(() => Source().ListActiveAsync(default));

        fault.Fault.ShouldBe(StoreFault.Missing);
        fault.Message.ShouldContain(Workspace.CentralDatabase);
        fault.Message.ShouldContain("root");
        File.Exists(Workspace.CentralDatabase).ShouldBeFalse();
    }

    [Fact]
    public async Task A_central_database_without_the_tables_is_corrupt()
    {
        File.WriteAllBytes(Workspace.CentralDatabase, []);

        (await FaultOf(() => Source().ListActiveAsync(default))).Fault.ShouldBe(StoreFault.Corrupt);
    }

    [Fact]
    public async Task Sessions_are_listed_while_the_host_writes()
    {
        _ = Workspace.AddSession("s1");
        using var host = SqliteScript.Open(Workspace.CentralDatabase);
        using var transaction = host.BeginTransaction();

        (await Source(TimeSpan.Zero).ListActiveAsync(default)).Count.ShouldBe(1);
    }

    [Fact]
    public void The_slug_is_the_beginning_of_the_hash_of_the_absolute_root()
    {
        // sha1sum of the nine bytes "/opt/nano"
        NanoClawInstall.Slug("/opt/nano").ShouldBe("3d7bbdca");
        NanoClawInstall.Slug("/opt/nano/").ShouldBe(NanoClawInstall.Slug("/opt/nano"));
        NanoClawInstall.Slug("/opt/./x/../nano").ShouldBe(NanoClawInstall.Slug("/opt/nano"));
        new NanoClawInstall("/opt/nano").ContainerLabel.ShouldBe("nanoclaw-install=" + NanoClawInstall.Slug("/opt/nano"));
    }

    [Fact]
    public async Task The_container_status_is_reported_only_when_it_differs()
    {
        var session = Workspace.AddSession("s1").Session;

        await Store().ReportContainerAsync(session, running: true, default);
        SqliteScript.Scalar(Workspace.CentralDatabase, "SELECT container_status FROM sessions").ShouldBe("running");
        using var host = SqliteScript.Open(Workspace.CentralDatabase);
        using var transaction = host.BeginTransaction();
        await Store(TimeSpan.Zero).ReportContainerAsync(session, running: true, default);
        var fault = await FaultOf(() => Store(TimeSpan.Zero).ReportContainerAsync(session, running: false, default));

        fault.Fault.ShouldBe(StoreFault.Locked);
    }

    [Fact]
    public async Task A_central_database_without_container_status_says_so()
    {
        var session = Workspace.AddSession("s1").Session;
        SqliteScript.Execute(Workspace.CentralDatabase, "ALTER TABLE sessions RENAME COLUMN container_status TO other");

        var fault = await FaultOf(() => Store().ReportContainerAsync(session, running: true, default));

        fault.Fault.ShouldBe(StoreFault.Corrupt);
        (await Source().ListActiveAsync(default)).ShouldHaveSingleItem().ReportedRunning.ShouldBeFalse();
    }
}
