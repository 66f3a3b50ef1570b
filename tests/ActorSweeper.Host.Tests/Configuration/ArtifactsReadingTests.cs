using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.Tests.Configuration;

public sealed class ArtifactsReadingTests
{
    private const string Key = "janitors.artifacts.";

    [Fact]
    public void It_is_off_by_default() => Sample.Settings().Janitors.Artifacts.ShouldBeNull();

    [Fact]
    public void The_preset_of_version_1_needs_a_root_and_no_more()
    {
        var options = Read("root=/srv/nc");
        options.Mode.ShouldBe(ArtifactsMode.Delete);
        options.TrashRetention.ShouldBe(TimeSpan.FromHours(24));
        options.ActiveIds.ShouldBe(new ActiveIdsOptions(
            "/srv/nc/store/messages.db", "SELECT session_id FROM sessions", null, TimeSpan.FromSeconds(5)));
        options.Rules.Select(rule => (rule.Name, rule.Root, rule.Glob, rule.Age.Days, rule.WholeDays)).ShouldBe(
        [
            ("transcripts", "/srv/nc/data", "sessions/*/.claude/projects/-workspace-group/*", 7, false),
            ("debug-logs", "/srv/nc/data", "sessions/*/.claude/debug/*", 3, false),
            ("todos", "/srv/nc/data", "sessions/*/.claude/todos/*", 3, false),
            ("telemetry", "/srv/nc/data", "sessions/*/.claude/telemetry/*", 7, false),
            ("group-logs", "/srv/nc/groups", "*/logs/**/*", 7, false),
        ]);
    }

    [Fact]
    public void Version_2_has_the_same_types_elsewhere()
    {
        var options = Read("root=/srv/nc/", "preset=nanoclaw-v2", "windows.todos=off", "windows.debug-logs=12h", "mode=trash");
        options.Mode.ShouldBe(ArtifactsMode.Trash);
        options.Rules.Select(rule => rule.Name).ShouldBe(["transcripts", "debug-logs", "telemetry", "group-logs"]);
        options.Rules[1].Glob.ShouldBe("v2-sessions/*/.claude-shared/debug/*");
        options.Rules[1].Age.ShouldBe(TimeSpan.FromHours(12));
        options.ActiveIds!.Database.ShouldBe("/srv/nc/data/v2.db");
        options.ActiveIds.SessionFolders.ShouldBe("/srv/nc/data/v2-sessions");
    }

    [Fact]
    public void What_NanoClaw_is_told_by_its_environment_counts_too()
    {
        var environment = new Dictionary<string, string>
        {
            ["NANOCLAW_STORE_DIR"] = "/var/nc/store",
            ["NANOCLAW_DATA_DIR"] = "/var/nc/data",
            ["NANOCLAW_GROUPS_DIR"] = "/var/nc/groups",
        };
        var sources = Sample.Of($"{Key}enabled=on", $"{Key}root=/srv/nc", $"{Key}groups-directory=/elsewhere");
        var options = ConfigurationFile.Read(sources with { Environment = environment }).RequireSettings().Janitors.Artifacts!;
        options.ActiveIds!.Database.ShouldBe("/var/nc/store/messages.db");
        options.Rules.Select(rule => rule.Root).Distinct().ShouldBe(["/var/nc/data", "/elsewhere"]);
    }

    [Fact]
    public void A_rule_of_ones_own_takes_what_it_does_not_say_from_the_defaults()
    {
        var options = Read(
            "preset=none", "rules.zip.root=/srv/agents", "rules.zip.glob=\"*/uploads/**/*.zip\"", "rules.zip.age=14d",
            "rules.old.root=/srv/agents", "rules.old.glob=\"old/*\"", "rules.old.age=1d", "rules.old.unit=entry",
            "rules.old.age-source=name-date", "rules.old.protection=any-id", "rules.old.except=[latest]",
            "active-ids.database=/srv/ids.db", "active-ids.query=\"select id from s\"");
        options.ActiveIds.ShouldBe(new ActiveIdsOptions("/srv/ids.db", "select id from s", null, TimeSpan.FromSeconds(5)));
        var (zip, old) = (options.Rules.Single(rule => rule.Name == "zip"), options.Rules.Single(rule => rule.Name == "old"));
        (zip.Glob, zip.Age.Days, zip.Source, zip.Protection, zip.Unit).ShouldBe(
            ("*/uploads/**/*.zip", 14, AgeSource.Modified, ArtifactProtection.None, ArtifactUnit.File));
        (old.Source, old.Protection, old.Unit).ShouldBe((AgeSource.NameDate, ArtifactProtection.AnyId, ArtifactUnit.Entry));
        old.Except.ShouldBe(["latest"]);
    }

    [Fact]
    public void A_directory_that_another_program_is_told_wrong_is_no_error_while_the_janitor_is_off()
    {
        var environment = new Dictionary<string, string> { ["NANOCLAW_DATA_DIR"] = "relative" };
        ConfigurationFile.Read(Sample.Of() with { Environment = environment }).Errors.ShouldBeEmpty();
        var on = Sample.Of($"{Key}enabled=on", $"{Key}root=/srv/nc") with { Environment = environment };
        ConfigurationFile.Read(on).Errors.ShouldHaveSingleItem().ToString().ShouldContain("data-directory");
    }

    private static ArtifactsOptions Read(params string[] settings) => Sample.Settings(
        [$"{Key}enabled=on", .. settings.Select(setting => Key + setting)]).Janitors.Artifacts!;
}
