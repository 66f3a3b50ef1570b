using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.Tests.Configuration;

public sealed class LayersTests
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "hocon");

    [Fact]
    public void A_single_setting_stands_above_the_file_and_the_last_one_above_the_others()
    {
        var reading = Read("nanoclaw-parity.conf", "/tmp", "supervision.ceiling=2h", "actorsweeper.supervision.ceiling=3h");

        reading.RequireSettings().Supervision.Limits.Liveness.Ceiling.ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public void The_environment_stands_in_the_file_where_the_file_says_so()
    {
        var reading = Read("nanoclaw.conf", "/tmp");

        reading.RequireSettings().NanoClaw!.Root.ShouldBe("/tmp");
        reading.RequireSettings().Containers.Template!.Image.ShouldBe("nanoclaw-agent-v2-8c393341:latest");
    }

    [Fact]
    public void A_value_from_the_environment_is_refused_by_the_name_of_its_variable()
    {
        var reading = Read("nanoclaw.conf", "relative/path");

        reading.Errors.ShouldHaveSingleItem().ToString().ShouldStartWith(
            "nanoclaw.conf:13 (environment variable NANOCLAW_ROOT): actorsweeper.sources.nanoclaw.root = relative/path: expected");
    }

    [Fact]
    public void Parity_switches_off_what_nanoclaw_does_not_have()
    {
        var supervision = Read("nanoclaw-parity.conf", "/tmp").RequireSettings().Supervision;

        var liveness = supervision.Limits.Liveness;
        liveness.StartupGrace.ShouldBe(TimeSpan.Zero);
        liveness.StaleThreshold.ShouldBeNull();
        liveness.ToolMargin.ShouldBe(TimeSpan.Zero);
        liveness.WideningTools.ShouldBe(["Bash"]);
        liveness.Silence.ShouldBe(SilenceRule.HeartbeatOnly);
        supervision.Limits.FailedAcks.ShouldBe(MessageStatus.Completed);
        supervision.Limits.Retries.Jitter.ShouldBe(0);
        supervision.Limits.Crashes.Intensity.ShouldBeNull();
        supervision.Storm.Fraction.ShouldBeNull();
        supervision.Gateway.MaxConcurrent.ShouldBeNull();
    }

    [Theory]
    [InlineData("containers.label=nanoclaw-install=abc")]
    [InlineData("containers.docker.endpoint=unix:///var/run/docker.sock")]
    [InlineData("supervision.widening-tools=[Bash, \"Web Fetch\"]")]
    [InlineData("supervision.groups.\"a.b\".ceiling=2h")]
    [InlineData("containers.docker.template.name=null")]
    [InlineData(" supervision.ceiling = 2h ")]
    [InlineData("supervision.stale-threshold=${actorsweeper.supervision.ceiling}")]
    public void A_single_setting_needs_no_quotes_of_its_own(string setting) => Sample.Errors(setting).ShouldBeEmpty();

    [Theory]
    [InlineData("supervision..ceiling=2h", "--set: 'supervision..ceiling' is not a key: ")]
    [InlineData("supervision.ceiling=[2h", "--set: ")]
    [InlineData("supervision.celing=2h", "--set: actorsweeper.supervision.celing: unknown key; did you mean actorsweeper.supervision.ce")]
    [InlineData("supervision.ceiling=2", "--set: actorsweeper.supervision.ceiling = 2: expected a duration")]
    public void A_wrong_single_setting_is_named_as_such(string setting, string error) =>
        Sample.Errors(setting).ShouldHaveSingleItem().ShouldStartWith(error);

    [Fact]
    public void The_file_is_looked_for_where_the_command_line_the_environment_and_the_directory_say()
    {
        var folder = Directory.CreateTempSubdirectory("as-place-").FullName;
        var named = new Dictionary<string, string> { [ConfigurationPlace.Variable] = "/etc/other.conf" };
        var none = new Dictionary<string, string>();
        File.WriteAllText(Path.Combine(folder, "actorsweeper.conf"), "");

        ConfigurationPlace.Find("asked.conf", named, folder).ShouldBe("asked.conf");
        ConfigurationPlace.Find(null, named, folder).ShouldBe("/etc/other.conf");
        ConfigurationPlace.Find(null, none, folder).ShouldBe("actorsweeper.conf");
        Directory.Delete(folder, recursive: true);
    }

    private static ConfigurationReading Read(string file, string root, params string[] overrides) => ConfigurationFile.Read(
        new ConfigurationSources(file, overrides, new Dictionary<string, string> { ["NANOCLAW_ROOT"] = root }, Shipped));
}
