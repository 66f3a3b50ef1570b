using System.Globalization;
using System.Text;
using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Adapters.Tests.Deletion;

namespace ActorSweeper.Adapters.Tests.Artifacts;

/// <summary>Names and links that want to lead out, deceive or break something.</summary>
public sealed class HostileNameTests : HostileTest
{
    public static TheoryData<string, string> Names => new()
    {
        { "newline\nin it", @"newline\nin it" },
        { "\u001b[2J\u001b[31mred", @"\x1b[2J\x1b[31mred" },
        { "harmless\u202etxt.exe", @"harmless\u202etxt.exe" },
        { "...", "..." },
        { ".. ", ".. " },
        { "..\\..\\outside", @"..\\..\\outside" },
        { "%2e%2e%2foutside", "%2e%2e%2foutside" },
        { "-rf", "-rf" },
        { "--help", "--help" },
        { "*", "*" },
        { "$(touch x)`;|&'\"", "$(touch x)`;|&'\"" },
        { " ", " " },
        { "\r\t\u0007\u007f", @"\r\t\x07\x7f" },
        { "zero\u200bwidth\ufeff", @"zero\u200bwidth\ufeff" },
        { "\u00a0\u2028\u2029", @"\u00a0\u2028\u2029" },
        { "CON", "CON" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_is_only_a_name(string name, string shown)
    {
        File.WriteAllText(In(name), "123");
        await GoesAsync(shown, 3);
    }

    [Fact]
    public async Task A_name_that_is_no_utf8_goes_and_is_told_about()
    {
        RawFiles.Create(Own, [0xff, 0xfe, (byte)'a', 0xc3]);
        await GoesAsync(@"\xff\xfea\xc3");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_of_255_bytes_goes(bool isDirectory)
    {
        var name = new string('n', 255);
        if (isDirectory) Directory.CreateDirectory(In(name));
        else File.WriteAllText(In(name), "");
        await GoesAsync(name);
    }

    [Fact]
    public void A_pattern_that_leads_up_or_out_is_refused()
    {
        foreach (var glob in new[] { "../outside/*", "own/../../outside/*", "/etc/*", "own//*", "./own", "own/" })
            Should.Throw<ArgumentException>(() => OwnJanitor(glob)).Message.ShouldContain("is no path beneath the root");
    }

    [Fact]
    public async Task An_absolute_link_to_a_file_is_removed_itself()
    {
        File.CreateSymbolicLink(In("link"), Sentinel);
        await GoesAsync("link");
        SentinelIsUntouched();
    }

    [Fact]
    public async Task A_link_to_a_directory_is_removed_itself()
    {
        File.CreateSymbolicLink(In("absolute"), Outside);
        await GoesAsync("absolute");
        File.CreateSymbolicLink(In("relative"), "../../outside");
        await GoesAsync("relative");
        File.CreateSymbolicLink(In("root"), "/");
        await GoesAsync("root");
    }

    [Fact]
    public async Task Links_in_a_tree_are_removed_themselves()
    {
        Directory.CreateDirectory(In("tree/a"));
        File.CreateSymbolicLink(In("tree/a/out"), Outside);
        File.CreateSymbolicLink(In("tree/a/up"), "..");
        File.CreateSymbolicLink(In("tree/a/self"), "self");
        File.CreateSymbolicLink(In("tree/a/nowhere"), "/nowhere/at/all");
        await GoesAsync("tree");
    }

    [Fact]
    public async Task Links_in_a_circle_and_to_nowhere_are_removed()
    {
        File.CreateSymbolicLink(In("a"), "b");
        File.CreateSymbolicLink(In("b"), "a");
        File.CreateSymbolicLink(In("c"), "gone");
        var (plan, outcomes) = await SweepAsync();
        outcomes.Count(outcome => outcome.Note is null).ShouldBe(3);
        plan.Errors.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(Own).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_link_where_the_pattern_has_a_directory_is_not_followed_and_is_told_about()
    {
        Directory.CreateDirectory(Path.Combine(Outside, "logs"));
        File.WriteAllText(Path.Combine(Outside, "logs", "precious"), "");
        File.CreateSymbolicLink(In("link"), Outside);
        foreach (var glob in new[] { "own/link/logs/*", "own/*/logs/*" })
        {
            var (plan, _) = await SweepAsync(glob);
            plan.Items.ShouldBeEmpty();
            plan.Errors.ShouldHaveSingleItem().ShouldContain("it is a link, which is not followed");
        }

        (await SweepAsync("own/**/logs/*")).Plan.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_of_look_alike_letters_protects_nothing_and_is_protected_by_nothing()
    {
        // The first letter is Cyrillic, then a composed and a decomposed form.
        WriteIds("store/messages.db", "аbc", "caf\u00e9");
        foreach (var name in new[] { "abc.txt", "cafe\u0301.txt", "аbc.txt", "caf\u00e9.txt", "CAF\u00c9.txt" })
            Put("data/sessions/main/.claude/debug/" + name, TimeSpan.FromDays(30));
        await RunAsync(Janitor());
        Left().Select(path => Path.GetFileNameWithoutExtension(path)).ShouldBe(["caf\u00e9", "аbc"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_flood_of_separators_in_a_name_costs_no_time()
    {
        WriteIds("store/messages.db", Enumerable.Range(0, 2000).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToArray());
        var name = string.Concat(Enumerable.Repeat("._", 120));
        for (var i = 0; i < 100; i++) Put($"data/sessions/main/.claude/todos/{i:x3}-{name}", TimeSpan.FromDays(30));
        var (_, outcomes) = await RunAsync(Janitor());
        outcomes.Count.ShouldBe(100);
        new NamePattern("*a*a*a*a*a*a*a*b").Matches(Encoding.UTF8.GetBytes(new string('a', 255))).ShouldBeFalse();
    }
}
