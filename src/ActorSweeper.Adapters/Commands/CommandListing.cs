using System.Globalization;
using System.Text.Json;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Commands;

/// <summary>Reads what the <c>list</c> command prints.</summary>
internal static class CommandListing
{
    private const string Expected = """expected {"session":"…","id":"…","startedAt":"<ISO instant>"}""";

    /// <summary>Reads all lines. One that cannot be read spoils all: a container that is missing from a listing counts as ended.</summary>
    /// <exception cref="FormatException">A line is broken; the message names it by its number and says what was expected.</exception>
    public static IReadOnlyList<Container> Parse(string output)
    {
        var containers = new List<Container>();
        var ids = new HashSet<string>();
        var number = 0;
        foreach (var line in output.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var container = ParseLine(line.Trim(), number);
            if (!ids.Add(container.Id))
                throw Broken(number, $"has the id {container.Id} of an earlier line", line);
            containers.Add(container);
        }

        return containers;
    }

    private static Container ParseLine(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw Broken(number, "is no JSON object", line);
            var id = Text(json.RootElement, "id");
            var session = Text(json.RootElement, "session");
            if (id is null || session is null)
                throw Broken(number, $"has no {(id is null ? "id" : "session")}", line);
            var started = Text(json.RootElement, "startedAt");
            DateTimeOffset? startedAt = null;
            if (started is not null)
            {
                // An instant without a zone is UTC.
                if (!DateTimeOffset.TryParse(
                    started, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
                    throw Broken(number, "has a startedAt that is no instant", line);
                startedAt = at;
            }

            return new Container(id, Text(json.RootElement, "name") ?? id, new SessionId(session), Workspace: null, startedAt);
        }
        catch (JsonException e)
        {
            throw Broken(number, "is no JSON", line, e);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static FormatException Broken(int number, string how, string line, Exception? inner = null) =>
        new($"line {number} {how}: {(line.Length > 200 ? line[..200] + "…" : line)}; {Expected}", inner);
}
