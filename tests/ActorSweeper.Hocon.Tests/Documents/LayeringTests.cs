using ActorSweeper.Hocon.Tests.Golden;

namespace ActorSweeper.Hocon.Tests.Documents;

public sealed class LayeringTests
{
    private static readonly HoconOptions Variables = new()
    {
        Environment = new Dictionary<string, string?> { ["HOME"] = "/home/ann", ["PORT"] = "99", ["a.b"] = "dotted" }.GetValueOrDefault,
    };

    [Fact]
    public void A_user_file_overrides_defaults_and_a_setting_overrides_both()
    {
        using var workspace = new Workspace();
        var user = workspace.Write("user.conf", "server { port = 81, host = example.org }");
        var config = HoconLayers.None
            .AddText("server { port = 80, host = localhost, url = \"http://\"${server.host}\":\"${server.port} }", "reference.conf")
            .AddFile(user)
            .AddSettings(["server.port=82"])
            .Parse(Variables)
            .Resolve(Variables);
        config.GetString("server.url").ShouldBe("http://example.org:82");
        config.GetValue("server.port").Origin.ShouldBe(new HoconOrigin(HoconOriginKind.Text, "--set", 1, 13));
        config.GetValue("server.host").Origin.ShouldBe(new HoconOrigin(HoconOriginKind.File, user, 1, 28));
        config.GetValue("server.url").Origin.Name.ShouldBe("reference.conf");
    }

    [Fact]
    public void An_upper_layer_may_extend_a_value_of_a_lower_one()
    {
        var config = HoconLayers.None
            .AddText("paths = [/bin], o = { a = 1 }", "lower")
            .AddText("paths = ${paths} [/usr/bin], o = ${o} { b = 2 }", "middle")
            .AddSettings(["paths += /opt"])
            .Parse().Resolve();
        config.GetStringList("paths").ShouldBe(["/bin", "/usr/bin", "/opt"]);
        Json.Of(config.GetObject("o")).ShouldBe("""{"a":1,"b":2}""");
    }

    [Fact]
    public void A_scalar_in_a_middle_layer_hides_the_object_below_it_however_the_layers_are_combined()
    {
        var low = HoconDocument.ParseText("o { a = 1 }", "low");
        var middle = HoconDocument.ParseText("o = 5", "middle");
        var high = HoconDocument.ParseText("o { b = 2 }", "high");
        Json.Of(high.WithFallback(middle.WithFallback(low)).Resolve()).ShouldBe("""{"o":{"b":2}}""");
        Json.Of(high.WithFallback(middle).WithFallback(low).Resolve()).ShouldBe("""{"o":{"b":2}}""");
    }

    [Fact]
    public void Combining_leaves_the_documents_as_they_were()
    {
        var low = HoconDocument.ParseText("o { a = 1, p { x = 1 } }", "low");
        var high = HoconDocument.ParseText("o { b = ${o.a}, p { y = 2 } }", "high");
        Json.Of(high.WithFallback(low).Resolve()).ShouldBe("""{"o":{"a":1,"p":{"x":1,"y":2},"b":1}}""");
        Json.Of(low.Resolve()).ShouldBe("""{"o":{"a":1,"p":{"x":1}}}""");
        Should.Throw<HoconException>(() => high.Resolve()).Kind.ShouldBe(HoconErrorKind.Unresolved);
    }

    [Fact]
    public void An_environment_variable_is_the_origin_of_what_it_gives()
    {
        var config = HoconDocument.ParseText("port = 80\nport = ${?PORT}\nx = ${a.b}", "text").Resolve(Variables);
        var origin = config.GetValue("port").Origin;
        origin.ShouldBe(new HoconOrigin(HoconOriginKind.Environment, "PORT", 2, 8, new HoconOrigin(HoconOriginKind.Text, "text", 2, 8)));
        origin.ToString().ShouldBe("environment variable PORT");
        config.GetString("x").ShouldBe("dotted");
    }

    [Fact]
    public void A_missing_file_is_an_error_unless_it_is_optional()
    {
        using var workspace = new Workspace();
        var path = Path.Combine(workspace.Root, "none.conf");
        var error = Should.Throw<HoconException>(() => HoconLayers.None.AddFile(path).Parse());
        error.Kind.ShouldBe(HoconErrorKind.Io);
        error.File.ShouldBe(path);
        var document = HoconLayers.None.AddFile(path, optional: true).Parse();
        document.Resolve().Count.ShouldBe(0);
        document.Files.ShouldBe([path]);
    }

    [Fact]
    public void Every_setting_is_listed_with_its_origin()
    {
        var config = HoconDocument.ParseText("a { b = 1, \"c.d\" = [1, 2] }\ne = {}", "text").Resolve();
        config.Entries().Select(entry => $"{entry.Path} {entry.Value.Origin}").ShouldBe(
            ["a.b text:1:9", "a.\"c.d\" text:1:20", "e text:2:5"]);
    }

    [Theory]
    [InlineData("x = { b = ${a.q} }\na = ${x}\na { q = 1 }", "a.b", "1")]
    [InlineData("a = ${x}\nx = { b = ${a.q} }\na { q = 1 }", "a.b", "1")]
    [InlineData("base { z = 1 }\na = ${base} { q = ${a.z} }", "a.q", "1")]
    [InlineData("a = [1]\na = ${a} [${a}]", "a", "[1,[1]]")]
    [InlineData("a = ${b}[2]\na = ${a}[3]\nb = [1]", "a", "[1,2,3]")]
    [InlineData("l = [1]\na = ${?nope} ${l}", "a", "[1]")]
    [InlineData("a = ${x}\nx { l = [0] }\na.l = [1]\na.l = ${a.l} [2]", "a.l", "[1,2]")]
    [InlineData("a = ${nope}\na = [${b}]\nb = 1", "a", "[1]")]
    [InlineData("a = 1\nb = 2\na = ${b}\nb = ${a}", "b", "1")]
    public void References_look_forward_and_only_where_they_must_back(string text, string path, string expected) =>
        Json.Of(HoconDocument.ParseText(text, "text").Resolve().GetValue(path)).ShouldBe(expected);
}
