using ActorSweeper.Hocon.Tests.Golden;

namespace ActorSweeper.Hocon.Tests.Documents;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("url = http://example.org", 1, 11, "quote it")]
    [InlineData("a = b=c", 1, 6, "quote it")]
    [InlineData("cron = 0 * * * *", 1, 10, "quote it")]
    [InlineData("mail = me@example.org", 1, 10, "quote it")]
    [InlineData("a = 1\nb = 5 + 3", 2, 7, "quote it")]
    [InlineData("a = \"x", 1, 5, "not closed")]
    [InlineData("a = \"\"\"x\n\ny", 1, 5, "not closed")]
    [InlineData("a = ${b", 1, 5, "not closed")]
    [InlineData("a = ${b${c}}", 1, 8, "another substitution")]
    [InlineData("a = \"x\ty\"", 1, 7, "\\u0009")]
    [InlineData("a = \"\\q\"", 1, 6, "escape")]
    [InlineData("a = \"\\u12\"", 1, 6, "hexadecimal")]
    [InlineData("a [1]", 1, 3, "left out")]
    [InlineData("a = [1, 2", 1, 10, "expected")]
    [InlineData("a = 1\n}", 2, 1, "closes nothing")]
    [InlineData("{ a = 1 } b", 1, 11, "closing brace")]
    [InlineData("a.b. = 1", 1, 1, "period")]
    [InlineData("a = {b=1} x", 1, 11, "text")]
    [InlineData("a = [{b += 1}]", 1, 9, "array")]
    [InlineData("include url(\"http://x\")", 1, 13, "not supported")]
    [InlineData("include classpath(\"x\")", 1, 19, "not supported")]
    [InlineData("include \"http://x/y.conf\"", 1, 9, "not supported")]
    [InlineData("include file (\"x\")", 1, 9, "double quotes")]
    [InlineData("include required(\"x\"", 1, 21, "expected ')'")]
    [InlineData("include = 1", 1, 9, "quote it")]
    [InlineData("a = ${b}", 1, 5, "${?b}")]
    public void An_error_says_where_it_is_and_what_to_do(string text, int line, int column, string hint)
    {
        var error = Should.Throw<HoconException>(() => HoconDocument.ParseText(text, "text").Resolve());
        error.Message.ShouldStartWith($"text:{line}:{column}: ");
        error.Message.ShouldContain(hint);
        (error.Line, error.Column, error.File).ShouldBe((line, column, null));
    }

    [Theory]
    [InlineData("{\"a\": 1,}")]
    [InlineData("{\"a\": b}")]
    [InlineData("{a: 1}")]
    [InlineData("{\"a\" = 1}")]
    [InlineData("{\"a\": 1 2}")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("{\"a\": [1,]}")]
    [InlineData("{\"a\": ${b}}")]
    [InlineData("\"a\": 1")]
    [InlineData("")]
    public void A_json_file_is_read_strictly(string text)
    {
        using var workspace = new Workspace();
        var path = workspace.Write("x.json", text);
        Should.Throw<HoconException>(() => HoconDocument.ParseFile(path)).Kind.ShouldBe(HoconErrorKind.Syntax);
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_reported_with_the_place_of_the_first_wrong_byte()
    {
        using var workspace = new Workspace();
        var path = Path.Combine(workspace.Root, "x.conf");
        File.WriteAllBytes(path, [.. "a = 1\nb = caf\u00e9"u8, 0xe9, .. "\n"u8]);
        var error = Should.Throw<HoconException>(() => HoconDocument.ParseFile(path));
        (error.Kind, error.Line, error.Column).ShouldBe((HoconErrorKind.Io, 2, 9));
        error.Message.ShouldContain("save it as UTF-8");
    }

    [Fact]
    public void An_error_in_an_included_file_names_that_file()
    {
        using var workspace = new Workspace();
        var inner = workspace.Write("sub/inner.hocon", "\n  x = @");
        var main = workspace.Write("main.conf", "include \"sub/inner\"");
        var error = Should.Throw<HoconException>(() => HoconDocument.ParseFile(main));
        (error.File, error.Line, error.Column).ShouldBe((inner, 2, 7));
    }

    [Fact]
    public void Includes_in_a_circle_are_refused()
    {
        using var workspace = new Workspace();
        var a = workspace.Write("a.conf", "include \"b\"");
        workspace.Write("b.conf", "x { include file(\"a.conf\") }");
        var options = new HoconOptions { WorkingDirectory = workspace.Root };
        Should.Throw<HoconException>(() => HoconDocument.ParseFile(a, options)).Message.ShouldContain("leads back");
    }

    [Fact]
    public void Includes_inside_an_array_may_not_hold_substitutions()
    {
        using var workspace = new Workspace();
        workspace.Write("plain.conf", "x = 1");
        workspace.Write("with.conf", "x = ${y}");
        var options = new HoconOptions { WorkingDirectory = workspace.Root };
        Json.Of(HoconDocument.ParseText("a = [{ include \"plain\" }]", "text", options).Resolve()).ShouldBe("""{"a":[{"x":1}]}""");
        Should.Throw<HoconException>(() => HoconDocument.ParseText("a = [{ include \"with\" }]", "text", options))
            .Kind.ShouldBe(HoconErrorKind.Unsupported);
    }

    [Fact]
    public void Includes_merge_all_extensions_and_report_what_they_looked_for()
    {
        using var workspace = new Workspace();
        workspace.Write("x.conf", "a = conf");
        workspace.Write("x.hocon", "a = hocon, b = hocon");
        workspace.Write("x.json", """{"a": "json", "b": "json", "c": "json"}""");
        workspace.Write("x.properties", "d = a\\\n  b\\u0041\\t:\n");
        var main = workspace.Write("main.conf", "include required( file(\n \"x\" ) )");
        var document = HoconDocument.ParseFile(main, new HoconOptions { WorkingDirectory = workspace.Root });
        Json.Canonical(Json.Of(document.Resolve())).ShouldBe("""{"a":"conf","b":"hocon","c":"json","d":"abA\t:"}""");
        document.Files.Select(Path.GetFileName).ShouldBe(["main.conf", "x.properties", "x.json", "x.hocon", "x.conf"]);
    }
}
