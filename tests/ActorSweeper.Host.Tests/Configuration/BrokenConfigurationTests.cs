using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.Tests.Configuration;

/// <summary>Each file in <c>broken/</c> has the errors that are expected of it beside it.</summary>
public sealed class BrokenConfigurationTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "broken");

    public static TheoryData<string> Names =>
        [.. new DirectoryInfo(Folder).EnumerateFiles("*.conf").Select(file => file.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_error_is_named_with_place_key_value_and_what_was_expected(string file)
    {
        var reading = ConfigurationFile.Read(new ConfigurationSources(file, [], new Dictionary<string, string>(), Folder));

        reading.Settings.ShouldBeNull();
        var expected = File.ReadAllText(Path.ChangeExtension(Path.Combine(Folder, file), "expected"));
        string.Concat(reading.Errors.Select(error => $"{error}\n")).ShouldBe(expected);
    }

    [Fact]
    public void The_file_that_all_of_them_include_is_right()
    {
        var reading = ConfigurationFile.Read(new ConfigurationSources("base/valid.conf", [], new Dictionary<string, string>(), Folder));

        reading.Errors.ShouldBeEmpty();
    }
}
