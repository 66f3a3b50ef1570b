using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.Tests.Configuration;

public sealed class ConfigurationWatchTests : IDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-watch-");
    private readonly ManualTime _time = new();
    private readonly List<ConfigurationChange> _changes = [];
    private readonly ConfigurationSources _sources;
    private int _writes;

    public ConfigurationWatchTests()
    {
        _sources = new ConfigurationSources(
            "sweeper.conf", [Sample.Root, Sample.Image], new Dictionary<string, string>(), _folder.FullName);
        Write("sweeper.conf", "actorsweeper.supervision.ceiling = 40m");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_changed_file_is_read_again_and_what_differs_is_told()
    {
        using var watch = Watch();

        Write("sweeper.conf", "actorsweeper.supervision { ceiling = 50m, max-tries = 3 }");
        _time.Advance(Settled);

        var applied = _changes.ShouldHaveSingleItem().ShouldBeOfType<ConfigurationChange.Applied>();
        applied.Settings.Supervision.Limits.Liveness.Ceiling.ShouldBe(TimeSpan.FromMinutes(50));
        applied.Changes.Select(change => change.ToString()).ShouldBe(
            ["actorsweeper.supervision.ceiling: 40m -> 50m", "actorsweeper.supervision.max-tries: 5 -> 3"]);
    }

    [Fact]
    public void An_invalid_change_is_refused_once_with_its_errors()
    {
        using var watch = Watch();

        Write("sweeper.conf", "actorsweeper.supervision.ceiling = long");
        _time.Advance(Settled * 5);

        _changes.ShouldHaveSingleItem().ShouldBeOfType<ConfigurationChange.Refused>()
            .Errors.ShouldHaveSingleItem().ToString().ShouldStartWith("sweeper.conf:1: actorsweeper.supervision.ceiling = long: expected");
    }

    [Fact]
    public void A_refused_change_that_is_taken_back_is_told_without_changes()
    {
        using var watch = Watch();
        Write("sweeper.conf", "actorsweeper.supervision.ceiling = long");
        _time.Advance(Settled);

        Write("sweeper.conf", "actorsweeper.supervision.ceiling = 40m");
        _time.Advance(Settled);

        _changes.Count.ShouldBe(2);
        _changes[1].ShouldBeOfType<ConfigurationChange.Applied>().Changes.ShouldBeEmpty();
    }

    [Fact]
    public void A_change_of_comments_alone_is_no_news()
    {
        using var watch = Watch();

        Write("sweeper.conf", "# patience\nactorsweeper.supervision.ceiling = 40m");
        _time.Advance(Settled);

        _changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("actorsweeper.journal.keep-for", true)]
    [InlineData("actorsweeper.journal.max-size", true)]
    [InlineData("actorsweeper.journal.compact-interval", true)]
    [InlineData("actorsweeper.journal.most-unwritten", true)]
    [InlineData("actorsweeper.journal.order-interval", true)]
    [InlineData("actorsweeper.journal.snapshot-every", false)]
    [InlineData("actorsweeper.data-directory", false)]
    [InlineData("actorsweeper.supervision.ceiling", true)]
    public void What_a_running_host_applies_is_told_apart_from_what_it_cannot(string key, bool isLive) =>
        new ChangedValue(key, "1", "2").IsLive.ShouldBe(isLive);

    [Fact]
    public void The_journals_settings_are_read_again()
    {
        Write("sweeper.conf", "actorsweeper.journal.keep-for = 10d");
        using var watch = Watch();

        Write("sweeper.conf", "actorsweeper.journal { keep-for = 20d, max-size = off, order-interval = off }");
        _time.Advance(Settled);

        var journal = _changes.ShouldHaveSingleItem().ShouldBeOfType<ConfigurationChange.Applied>().Settings.Supervision.Journal;
        journal.Retention.ShouldBe(new Core.Journal.JournalRetention(TimeSpan.FromDays(20), null));
        journal.OrderInterval.ShouldBeNull();
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_left_until_it_rests()
    {
        using var watch = Watch();
        for (var i = 0; i < 5; i++)
        {
            Write("sweeper.conf", $"actorsweeper.supervision.max-tries = {i} {new string('#', i)}");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _changes.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));
        _changes.ShouldHaveSingleItem().ShouldBeOfType<ConfigurationChange.Applied>()
            .Settings.Supervision.Limits.Retries.MaxTries.ShouldBe(4);
    }

    [Fact]
    public void A_file_that_vanishes_is_refused_and_its_return_is_told()
    {
        using var watch = Watch();
        File.Delete(Path.Combine(_folder.FullName, "sweeper.conf"));
        _time.Advance(Settled);

        Write("sweeper.conf", "actorsweeper.supervision.ceiling = 40m");
        _time.Advance(Settled);

        _changes[0].ShouldBeOfType<ConfigurationChange.Refused>().Errors.ShouldHaveSingleItem().ToString()
            .ShouldBe("sweeper.conf: the file does not exist");
        _changes[1].ShouldBeOfType<ConfigurationChange.Applied>();
    }

    [Fact]
    public void Included_files_are_watched_even_before_they_exist()
    {
        Write("sweeper.conf", "include \"site.conf\"");
        using var watch = Watch();

        Write("site.conf", "actorsweeper.supervision.ceiling = 45m");
        _time.Advance(Settled);

        _changes.ShouldHaveSingleItem().ShouldBeOfType<ConfigurationChange.Applied>()
            .Settings.Supervision.Limits.Liveness.Ceiling.ShouldBe(TimeSpan.FromMinutes(45));
    }

    [Fact]
    public void A_swapped_link_is_a_change_as_on_a_kubernetes_volume()
    {
        Write("first/real.conf", "actorsweeper.supervision.ceiling = 40m");
        Write("second/real.conf", "actorsweeper.supervision.ceiling = 45m");
        var file = Path.Combine(_folder.FullName, "sweeper.conf");
        File.Delete(file);
        File.CreateSymbolicLink(file, "current/real.conf");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "current"), "first");
        using var watch = Watch();

        Directory.Delete(Path.Combine(_folder.FullName, "current"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "current"), "second");
        _time.Advance(Settled);

        _changes.ShouldHaveSingleItem().ShouldBeOfType<ConfigurationChange.Applied>()
            .Settings.Supervision.Limits.Liveness.Ceiling.ShouldBe(TimeSpan.FromMinutes(45));
    }

    [Fact]
    public void After_its_end_nothing_is_told()
    {
        var watch = Watch();
        watch.Dispose();

        Write("sweeper.conf", "actorsweeper.supervision.ceiling = 50m");
        _time.Advance(Settled);

        _changes.ShouldBeEmpty();
        _time.ActiveTimers.ShouldBe(0);
    }

    private ConfigurationWatch Watch() => new(_sources, ConfigurationFile.Read(_sources), _time, _changes.Add);

    // File systems stamp in steps of a few milliseconds: each write here gets a stamp of its own.
    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(_writes++));
    }
}
