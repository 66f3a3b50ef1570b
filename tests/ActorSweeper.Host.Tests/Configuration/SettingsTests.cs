using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Storms;
using ActorSweeper.Core.Waking;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Journaling;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Host.Tests.Configuration;

public sealed class SettingsTests
{
    [Fact]
    public void Defaults_are_those_of_the_design()
    {
        var settings = Sample.Settings();

        settings.Supervision.Limits.ShouldBe(new SessionLimits(
            new LivenessLimits(Seconds(10), Seconds(60), Minutes(10), Minutes(30), Seconds(60), null, SilenceRule.Activity),
            new RetryLimits(5, Seconds(5), null, 0),
            new CrashLimits(5, Minutes(10), Minutes(1), Minutes(60)),
            new StartLimits(Seconds(5), Minutes(15)),
            MessageStatus.Failed,
            null,
            new MissedRunPolicy.Latest(),
            TimeZoneInfo.Local));
        settings.Supervision.Storm.ShouldBe(new StormLimits(0.5, 5));
        settings.Supervision.Stopping.ShouldBe(new StopSettings(Seconds(10), Seconds(5), Minutes(5)));
        settings.Supervision.Gateway.ShouldBe(new GatewaySettings(10, Seconds(10), Seconds(60), 3, Seconds(30)));
        settings.Supervision.SweepInterval.ShouldBe(Seconds(60));
        settings.Supervision.Restarts.ShouldBe(settings.Supervision.Limits.Crashes);
        settings.Supervision.Mode.ShouldBe(new RunMode(DryRun: false, Adopts: true));
        settings.Supervision.Journal.ShouldBe(new JournalSettings(
            10, 20_000, new JournalRetention(TimeSpan.FromDays(30), 2L << 30), TimeSpan.FromHours(1), Seconds(1)));
        settings.Shutdown.ShouldBe(new ShutdownSettings(StopsContainers: false, Seconds(5)));
        settings.LogLevel.ShouldBe(LogLevel.Information);
    }

    [Fact]
    public void The_installation_gives_data_directory_and_label()
    {
        var settings = Sample.Settings();

        settings.NanoClaw.ShouldBe(new NanoClawSettings("/tmp", TimeZoneInfo.Local, Seconds(5)));
        settings.DataDirectory.ShouldBe("/tmp/data/actorsweeper");
        settings.Containers.Scope.ToString().ShouldBe("nanoclaw-install=8c393341");
    }

    [Fact]
    public void One_silence_limit_raises_every_limit_that_stops_a_container_and_lowers_none()
    {
        // Field failure F08: the ceiling was raised, and containers still died after a minute.
        var liveness = Sample.Settings("supervision.silence-limit=15m").Supervision.Limits.Liveness;

        liveness.ClaimTolerance.ShouldBe(Minutes(15));
        liveness.StaleThreshold.ShouldBe(Minutes(15));
        liveness.Ceiling.ShouldBe(Minutes(30));
    }

    [Fact]
    public void A_silence_limit_leaves_a_rule_off_that_is_off() =>
        Sample.Settings("supervision.silence-limit=2h", "supervision.stale-threshold=off")
            .Supervision.Limits.Liveness.StaleThreshold.ShouldBeNull();

    [Fact]
    public void Limits_that_a_silence_limit_raises_together_stay_in_order() =>
        Sample.Errors("supervision.silence-limit=2h", "supervision.claim-tolerance=1h").ShouldBeEmpty();

    [Fact]
    public void A_group_overrides_what_it_names_and_keeps_the_rest()
    {
        // Field failure F07: the limit of one group is its own affair.
        var supervision = Sample.Settings(
            "supervision.max-tries=7",
            "supervision.groups.\"ag.slow\"={ silence-limit = 2h, zone = Asia/Tokyo, missed-runs { policy = skip } }").Supervision;

        var slow = supervision.LimitsOf("ag.slow");
        slow.Liveness.Ceiling.ShouldBe(TimeSpan.FromHours(2));
        slow.Retries.MaxTries.ShouldBe(7);
        slow.MissedRuns.ShouldBe(new MissedRunPolicy.Skip(Minutes(1)));
        slow.Zone.Id.ShouldBe("Asia/Tokyo");
        supervision.LimitsOf("ag.other").ShouldBe(supervision.Limits);
    }

    [Theory]
    [InlineData("all", typeof(MissedRunPolicy.All))]
    [InlineData("skip", typeof(MissedRunPolicy.Skip))]
    [InlineData("latest", typeof(MissedRunPolicy.Latest))]
    public void Missed_runs_follow_the_policy(string word, Type policy) =>
        Sample.Settings($"supervision.missed-runs.policy={word}").Supervision.Limits.MissedRuns.ShouldBeOfType(policy);

    [Theory]
    [InlineData("docker", WakeWay.Template)]
    [InlineData("none", WakeWay.None)]
    [InlineData("process", WakeWay.Process, "containers.process.command=[agent]")]
    [InlineData("command", WakeWay.Command, "containers.command={ list = [ls], stop = [rm], wake = [mk] }")]
    [InlineData("docker", WakeWay.Http, "containers.wake={ way = http, http.url = \"http://localhost:1/wake/{session}\" }")]
    [InlineData("docker", WakeWay.None, "containers.wake.way=none")]
    [InlineData("docker", WakeWay.Command, "containers.wake.way=command", "containers.command.wake=[mk]")]
    public void Who_wakes_follows_the_runtime_unless_it_is_said(string runtime, object way, params string[] overrides) =>
        Sample.Settings([$"containers.runtime={runtime}", .. overrides]).Containers.Wake.ShouldBe((WakeWay)way);

    [Fact]
    public void A_template_keeps_the_placeholders_of_sessions_and_gets_the_slug()
    {
        var template = Sample.Settings(
            "containers.docker.template={ image = \"agent-{slug}:1\", name = \"a-{session}\", memory = 2GiB, cpus = 1.5,"
            + " mounts = [{ source = \"{root}/groups/{groupFolder}\", target = /workspace/agent, read-only = on }] }",
            "containers.docker.template.image=agent-{slug}:1").Containers.Template.ShouldNotBeNull();

        template.Image.ShouldBe("agent-8c393341:1");
        template.Name.ShouldBe("a-{session}");
        template.MemoryBytes.ShouldBe(2L << 30);
        template.Cpus.ShouldBe(1.5);
        template.Mounts.ShouldHaveSingleItem().ShouldBe(new("{root}/groups/{groupFolder}", "/workspace/agent", ReadOnly: true));
    }

    [Fact]
    public void Without_a_source_nothing_else_is_needed_but_a_data_directory()
    {
        var reading = ConfigurationFile.Read(new ConfigurationSources(
            null, ["sources.nanoclaw.enabled=off", "data-directory=/var/lib/actorsweeper"], new Dictionary<string, string>(), "/"));

        reading.Errors.ShouldBeEmpty();
        reading.Settings!.NanoClaw.ShouldBeNull();
    }

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    private static TimeSpan Minutes(int count) => TimeSpan.FromMinutes(count);
}
