using System.Globalization;
using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests;

/// <summary>The configuration file is changed while a host runs.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task A_changed_claim_tolerance_is_applied_and_an_invalid_change_is_refused_and_changes_nothing()
    {
        using var world = new CommandWorld().Configure("claim-tolerance = 20m");
        var first = world.Workspace.AddSession("first").Message("m1");
        var second = world.Workspace.AddSession("second").Message("m1");
        foreach (var session in new[] { "first", "second" }) world.Run(session, TimeSpan.Zero);
        Claim(first);
        await using var host = HostProgram.Start("run", "--config", world.Configuration);
        await host.ShouldPassAsync(3);
        await HostWaits.UntilStuckAsync();
        await host.ShouldPassAsync(2);
        world.Runs("c-first").ShouldBeTrue("20m were not in force");

        world.Configure("claim-tolerance = 1s");
        await host.ShouldSayAsync("changed: ");
        await ShouldStopAsync(host, world, "first");
        first.Column("m1", "tries").ShouldBe("1");
        world.Runs("c-second").ShouldBeTrue();

        world.Configure("claim-tolerance = soon");
        var line = Array.FindIndex(File.ReadAllLines(world.Configuration), text => text.Contains("soon", StringComparison.Ordinal)) + 1;
        await host.ShouldSayAsync("refused", string.Create(CultureInfo.InvariantCulture, $"{world.Configuration}:{line}"));
        Claim(second);
        await ShouldStopAsync(host, world, "second");
        host.HasEnded.ShouldBeFalse(host.Error);

        static void Claim(WorkspaceSession session) => session.Claim("m1", Timestamp.ToSqlite(TimeProvider.System.GetUtcNow()));
    }

    [Fact]
    public async Task A_host_does_not_start_with_an_invalid_configuration_and_names_file_and_line()
    {
        using var world = new CommandWorld().Configure("claim-tolerance = soon");

        var (code, output, error) = await HostProgram.RunAsync("run", "--config", world.Configuration);

        code.ShouldBe(2);
        output.ShouldBeEmpty();
        error.ShouldContain(world.Configuration + ":");
        error.ShouldContain("soon");
    }

    private static async Task ShouldStopAsync(RunningHost host, CommandWorld world, string session)
    {
        await host.ShouldReachAsync(() => !world.Runs("c-" + session));
        await host.ShouldSayAsync($"{session} retry ");
    }
}
