using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.Tests.Configuration;

public sealed class ReferenceTests
{
    [Fact]
    public void Every_key_with_a_default_is_read()
    {
        var reading = ConfigurationFile.Read(Sample.Of());

        // Schedules have names that users choose among; what is unknown in one is told as an error.
        EffectiveValues.Of(reading.Tree!).Select(value => value.Key).Except(reading.Keys)
            .Where(key => !key.StartsWith("actorsweeper.schedules.", StringComparison.Ordinal)).ShouldBeEmpty();
        reading.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_that_is_read_has_a_default()
    {
        var reading = ConfigurationFile.Read(Sample.Of());
        var known = EffectiveValues.Of(reading.Tree!).Select(value => value.Key).ToList();

        reading.Keys.Where(key => !known.Exists(leaf => $"{leaf}.".StartsWith($"{key}.", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_has_a_comment_above_it()
    {
        var lines = ConfigurationFile.ReferenceText.Split('\n');
        var keys = lines.Index().Where(line => line.Item.Trim() is [not '#' and not '}', ..] and not "actorsweeper {");
        var bare = keys.Where(line => !lines[line.Index - 1].TrimStart().StartsWith('#'));

        bare.Select(line => $"{line.Index + 1}: {line.Item}").ShouldBeEmpty();
    }

    [Fact]
    public void No_line_is_longer_than_a_screen() =>
        ConfigurationFile.ReferenceText.Split('\n').Where(line => line.Length > 140).ShouldBeEmpty();

    [Fact]
    public void Defaults_alone_lack_nothing_but_the_root_and_an_image()
    {
        var reading = ConfigurationFile.Read(new ConfigurationSources(null, [], new Dictionary<string, string>(), Path.GetTempPath()));

        reading.Errors.Select(error => error.Key).ShouldBe(
            ["actorsweeper.sources.nanoclaw.root", "actorsweeper.containers.docker.template.image"], ignoreOrder: true);
    }
}
