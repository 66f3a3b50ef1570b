using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ActorSweeper.Tidy.Tests;

public sealed partial class LayeringTests
{
    /// <summary>What each project may refer to. Core, Actors and Hocon know nothing of ours.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["ActorSweeper.Core"] = [],
        ["ActorSweeper.Actors"] = [],
        ["ActorSweeper.Hocon"] = [],
        ["ActorSweeper.Supervision"] = ["ActorSweeper.Core", "ActorSweeper.Actors"],
        ["ActorSweeper.Adapters"] = ["ActorSweeper.Core"],
        ["ActorSweeper.Simulation"] = ["ActorSweeper.Core", "ActorSweeper.Supervision", "ActorSweeper.Actors"],
        ["ActorSweeper.Host"] =
        [
            "ActorSweeper.Core", "ActorSweeper.Supervision", "ActorSweeper.Adapters", "ActorSweeper.Hocon", "ActorSweeper.Simulation",
        ],
    };

    /// <summary>Neutral ground that every adapter may stand on.</summary>
    private static readonly string[] SharedAdapterFolders = ["Deletion", "JsonStores", "Sqlite", "Launching", "Templates"];

    private static readonly string[] BannedFolders = ["Interfaces", "Models", "Helpers", "Utils", "Common", "Misc"];

    public static TheoryData<string> Projects() =>
        new(Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src")).Select(folder => Path.GetFileName(folder)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_what_lies_below_it(string project)
    {
        var file = XDocument.Load(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference").Select(
            reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        references.Except(Allowed[project], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_project_in_src_refers_to_a_test_package(string project)
    {
        var file = XDocument.Load(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"));
        var packages = file.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);
        packages.ShouldNotContain(package => Regex.IsMatch(
            package, "xunit|Shouldly|FsCheck|TestSdk|NSubstitute", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void No_adapter_uses_another_adapter()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src", "ActorSweeper.Adapters"))
            .Select(folder => Path.GetFileName(folder)).Except(["bin", "obj"], StringComparer.Ordinal).ToList();
        folders.Count.ShouldBeGreaterThan(1);
        var own = folders.Except(SharedAdapterFolders, StringComparer.Ordinal).ToList();
        var wrong =
            from file in SourceTree.Files
            where file.Path.StartsWith("src/ActorSweeper.Adapters/", StringComparison.Ordinal)
            let folder = file.Path.Split('/')[2]
            from line in file.Lines
            let used = AdapterUsing().Match(line)
            where used.Success && used.Groups["folder"].Value != folder && own.Contains(used.Groups["folder"].Value)
            select $"{file.Path}: {line}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_is_a_topic_and_never_a_kind() => SourceTree.Files
        .Where(file => file.Path.Split('/').Intersect(BannedFolders, StringComparer.Ordinal).Any())
        .Select(file => file.Path)
        .ShouldBeEmpty();

    [Fact]
    public void No_type_is_named_for_nothing() => SourceTree.Files
        .SelectMany(file => file.Lines.Select(line => (file.Path, line)))
        .Where(found => EmptyName().IsMatch(found.line))
        .Select(found => $"{found.Path}: {found.line.Trim()}")
        .ShouldBeEmpty();

    [Fact]
    public void Core_does_no_input_or_output() => SourceTree.Files
        .Where(file => file.Path.StartsWith("src/ActorSweeper.Core/", StringComparison.Ordinal))
        .SelectMany(file => file.Lines.Select(line => (file.Path, line)))
        .Where(found => InputOutput().IsMatch(found.line))
        .Select(found => $"{found.Path}: {found.line.Trim()}")
        .ShouldBeEmpty();

    [GeneratedRegex(@"^using ActorSweeper\.Adapters\.(?<folder>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AdapterUsing();

    [GeneratedRegex(
        @"\b(class|record|struct|interface) \w*(Manager|Helper|Utils|Util)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmptyName();

    [GeneratedRegex(
        @"\b(File|Directory|Console|TimeProvider|ILogger|HttpClient|Process)\.|using System\.(IO|Net)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex InputOutput();
}
