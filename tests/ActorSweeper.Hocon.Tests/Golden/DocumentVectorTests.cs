using System.Text.Json;

namespace ActorSweeper.Hocon.Tests.Golden;

public sealed class DocumentVectorTests
{
    public static TheoryData<string> Resolving => Vectors.Documents.Names(vector => !Fails(vector));

    public static TheoryData<string> Failing => Vectors.Documents.Names(Fails);

    public static TheoryData<string> WithGets => Vectors.Documents.Names(vector => vector.TryGetProperty("gets", out _));

    [Theory]
    [MemberData(nameof(Resolving))]
    public void A_document_resolves_as_in_the_reference_implementation(string name)
    {
        var vector = Vectors.Documents[name];
        using var workspace = Workspace.Of(vector);
        Json.Canonical(Json.Of(workspace.Resolve(vector))).ShouldBe(Json.Canonical(vector.GetProperty("expect")));
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public void A_faulty_document_fails_with_a_place(string name)
    {
        var vector = Vectors.Documents[name];
        using var workspace = Workspace.Of(vector);
        var error = Should.Throw<HoconException>(() => workspace.Resolve(vector));
        error.File.ShouldNotBeNull().ShouldStartWith(workspace.Root);
        error.Line.ShouldBeGreaterThan(0);
        error.Column.ShouldBeGreaterThan(0);
        Expected(vector.GetProperty("expect").GetProperty("error").GetString()!).ShouldContain(error.Kind);
    }

    [Theory]
    [MemberData(nameof(WithGets))]
    public void Typed_reads_convert_as_in_the_reference_implementation(string name)
    {
        var vector = Vectors.Documents[name];
        using var workspace = Workspace.Of(vector);
        var config = workspace.Resolve(vector);
        foreach (var get in vector.GetProperty("gets").EnumerateArray()) Check(config, get);
    }

    private static bool Fails(JsonElement vector)
    {
        var expect = vector.GetProperty("expect");
        return expect.TryGetProperty("error", out _) && expect.EnumerateObject().Count() == 1;
    }

    private static HoconErrorKind[] Expected(string kind) => kind switch
    {
        "parse" => [HoconErrorKind.Syntax],
        "bad-path" => [HoconErrorKind.BadPath],
        "wrong-type" => [HoconErrorKind.WrongType],
        "io" => [HoconErrorKind.Io],
        "cycle" => [HoconErrorKind.Cycle],
        "unresolved" => [HoconErrorKind.Unresolved, HoconErrorKind.Cycle],
        "missing" => [HoconErrorKind.Missing],
        "null" => [HoconErrorKind.Null],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of error."),
    };

    private static void Check(HoconObject config, JsonElement get)
    {
        var path = get.GetProperty("path").GetString()!;
        Func<object> read = get.GetProperty("type").GetString() switch
        {
            "int" => () => config.GetInt32(path),
            "boolean" => () => config.GetBoolean(path),
            "string" => () => config.GetString(path),
            "haspath" => () => config.Has(path),
            "isnull" => () => config.IsNull(path),
            "list" => () => JsonSerializer.Deserialize<JsonElement>(Json.Of(config.GetList(path))),
            "stringlist" => () => config.GetStringList(path),
            var other => throw new ArgumentOutOfRangeException(nameof(get), other, "Unknown type of read."),
        };
        var expect = get.GetProperty("expect");
        if (expect.ValueKind == JsonValueKind.Object)
            Expected(expect.GetProperty("error").GetString()!).ShouldContain(Should.Throw<HoconException>(() => read()).Kind, path);
        else
            Json.Canonical(JsonSerializer.Serialize(read())).ShouldBe(Json.Canonical(expect), path);
    }
}
