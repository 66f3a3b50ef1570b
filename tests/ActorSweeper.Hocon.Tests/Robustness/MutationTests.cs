using System.Text;
using System.Text.Json;
using ActorSweeper.Hocon.Tests.Golden;

namespace ActorSweeper.Hocon.Tests.Robustness;

public sealed class MutationTests
{
    private const int Rounds = 25;
    private const string Alphabet = "${}[]:=,+\"\\ \n\t#/.?-e0123456789abtruefalsnull*@()\u00a0\u0085\ufeff\ud83d\u001c";

    public static TheoryData<string> Names => Vectors.Documents.Names();

    public static TheoryData<string> Resolving =>
        Vectors.Documents.Names(vector => !vector.GetProperty("expect").TryGetProperty("error", out _));

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_text_resolves_or_fails_with_a_hocon_exception(string name)
    {
        var vector = Vectors.Documents[name];
        using var workspace = Workspace.Of(vector);
        var options = workspace.Options(vector);
        // The name seeds the draw, so that a failure repeats.
        var random = new Random(name.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)));
        foreach (var file in vector.GetProperty("files").EnumerateObject())
        {
            for (var round = 0; round < Rounds; round++)
            {
                var text = Mutate(file.Value.GetString()!, random);
                Attempt(() => RoundTrip(HoconDocument.ParseText(text, file.Name, options).Resolve(options)), text);
                var path = Path.Combine(workspace.Root, file.Name);
                File.WriteAllBytes(path, MutateBytes(text, random));
                Attempt(() => RoundTrip(workspace.Resolve(vector)), text);
                Attempt(() => _ = HoconPath.Parse(text), text);
            }

            workspace.Write(file.Name, file.Value.GetString()!);
        }
    }

    [Theory]
    [MemberData(nameof(Resolving))]
    public void A_resolved_document_written_as_json_reads_back_as_the_same(string name)
    {
        var vector = Vectors.Documents[name];
        using var workspace = Workspace.Of(vector);
        RoundTrip(workspace.Resolve(vector));
    }

    private static void RoundTrip(HoconObject resolved)
    {
        var json = Json.Of(resolved);
        var again = HoconDocument.ParseText(json, "json").Resolve(new HoconOptions { Environment = _ => null });
        Json.Canonical(Json.Of(again)).ShouldBe(Json.Canonical(json));
        using var strict = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1024 });
    }

    private static void Attempt(Action action, string text)
    {
        try
        {
            action();
        }
        catch (HoconException e)
        {
            e.Problem.ShouldNotBeNullOrWhiteSpace();
        }
        catch (Exception e)
        {
            throw new ShouldAssertException($"{e.GetType().Name} for: {text}", e);
        }
    }

    private static string Mutate(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (var i = random.Next(1, 5); i > 0 && mutated.Length > 0; i--)
        {
            var at = random.Next(mutated.Length);
            switch (random.Next(4))
            {
                case 0:
                    mutated.Remove(at, 1);
                    break;
                case 1:
                    mutated.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                case 2:
                    mutated[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                default:
                    var from = random.Next(mutated.Length);
                    mutated.Insert(at, mutated.ToString(from, Math.Min(random.Next(1, 20), mutated.Length - from)));
                    break;
            }
        }

        return mutated.ToString();
    }

    private static byte[] MutateBytes(string text, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && random.Next(3) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
