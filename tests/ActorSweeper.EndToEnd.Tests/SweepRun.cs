using System.Text.Json;

namespace ActorSweeper.EndToEnd.Tests;

/// <summary>One pass as a user's script sees it.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Report">The one JSON object on standard output.</param>
/// <param name="Log">Standard error.</param>
internal sealed record SweepRun(int Code, JsonElement Report, string Log)
{
    private static readonly string[] Names = ["session", "action", "rule", "message"];

    public IReadOnlyList<JsonElement> Actions => [.. Report.GetProperty("actions").EnumerateArray()];

    public IReadOnlyList<string> Errors => [.. Report.GetProperty("errors").EnumerateArray().Select(error => Text(error, "error"))];

    /// <summary>Each action as its session, kind, rule and message.</summary>
    public IReadOnlyList<string> Words => [.. Actions.Select(action => string.Join(' ', Names.Select(name => Text(action, name))))];

    public static async Task<SweepRun> RunAsync(string configuration, params string[] more)
    {
        var (code, output, error) = await HostProgram.RunAsync(["sweep", "--once", "--json", "--config", configuration, .. more]);
        output.ShouldStartWith("{", customMessage: error);
        // Throws when anything follows the object.
        return new SweepRun(code, JsonElement.Parse(output), error);
    }

    /// <summary>The only action of a kind.</summary>
    public JsonElement Action(string kind) => Actions.Single(action => Text(action, "action") == kind);

    public static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "-";

    public override string ToString() => $"exit code {Code}\n{Report}\n{Log}";
}
