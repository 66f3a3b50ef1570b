using ActorSweeper.Hocon.Tests.Golden;

namespace ActorSweeper.Hocon.Tests.Robustness;

public sealed class LimitTests
{
    public static TheoryData<string> TooDeep =>
    [
        string.Concat(Enumerable.Repeat("[", 200_000)),
        "a = " + string.Concat(Enumerable.Repeat("[", 200_000)),
        string.Concat(Enumerable.Repeat("a{", 200_000)),
        string.Join('.', Enumerable.Repeat("a", 200_000)) + " = 1",
        "a = " + string.Concat(Enumerable.Repeat("${", 200_000)),
        Lines(5_000, i => $"o{i} = {{ x = ${{o{i + 1}}} }}") + "o5000 = {}",
        Lines(100_000, i => $"o{i} = ${{o{i + 1}}}") + "o100000 = 1",
        Lines(100, i => $"o{i} = {{ x = ${{o{i + 1}}}, y = ${{o{i + 1}}} }}") + "o100 = {}",
        Lines(100, i => $"s{i} = ${{s{i + 1}}}${{s{i + 1}}}") + "s100 = xxxxxxxx",
        Lines(100, i => $"l{i} = ${{l{i + 1}}} ${{l{i + 1}}}") + "l100 = [1]",
    ];

    [Theory]
    [MemberData(nameof(TooDeep), DisableDiscoveryEnumeration = true)]
    public void Too_much_nesting_or_multiplication_is_a_clear_error(string text)
    {
        var error = Should.Throw<HoconException>(() => HoconDocument.ParseText(text, "text").Resolve());
        error.Line.ShouldBeGreaterThan(0);
        error.Message.Length.ShouldBeLessThan(1_000);
    }

    [Fact]
    public void Undefined_references_that_multiply_terminate()
    {
        var text = Lines(100, i => $"a{i} = ${{?a{i + 1}}}${{?a{i + 1}}}");
        HoconDocument.ParseText(text, "text").Resolve().Count.ShouldBe(0);
    }

    [Fact]
    public void Nesting_within_the_limit_resolves_and_writes()
    {
        var depth = HoconLimits.MaxDepth - 1;
        var text = "a = " + string.Concat(Enumerable.Repeat("[", depth)) + new string(']', depth);
        Json.Of(HoconDocument.ParseText(text, "text").Resolve()).Length.ShouldBe((2 * depth) + "{\"a\":}".Length);
    }

    [Fact]
    public void A_long_flat_document_takes_linear_time()
    {
        const int Count = 200_000;
        var config = HoconDocument.ParseText(Lines(Count, i => $"top.middle{i % 10}.key{i} = value {i} # {i}"), "text").Resolve();
        config.GetObject("top.middle7").Count.ShouldBe(Count / 10);
        config.GetString("top.middle3.key199993").ShouldBe("value 199993");
    }

    [Fact]
    public void A_long_flat_document_in_layers_merges()
    {
        var low = HoconDocument.ParseText(Lines(50_000, i => $"a.k{i} = 1"), "low");
        var high = HoconDocument.ParseText(Lines(50_000, i => $"a.k{i + 25_000} = ${{a.k{i}}}"), "high");
        high.WithFallback(low).Resolve().GetObject("a").Count.ShouldBe(75_000);
    }

    [Fact]
    public void A_long_run_of_appends_resolves()
    {
        var config = HoconDocument.ParseText(Lines(5_000, i => $"a += {i}"), "text").Resolve();
        config.GetList("a").Count.ShouldBe(5_000);
        config.GetStringList("a")[4_999].ShouldBe("4999");
    }

    [Fact]
    public void Includes_that_multiply_are_refused()
    {
        using var workspace = new Workspace();
        for (var i = 0; i < 45; i++)
            workspace.Write($"f{i}.conf", $"include \"f{i + 1}.conf\"\nb {{ include \"f{i + 1}.conf\" }}");
        var error = Should.Throw<HoconException>(() => HoconDocument.ParseFile(Path.Combine(workspace.Root, "f0.conf")));
        error.Kind.ShouldBe(HoconErrorKind.Limit);
    }

    private static string Lines(int count, Func<int, string> line) =>
        string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n"));
}
