using System.Text.Json;

namespace ActorSweeper.EndToEnd.Tests.Journal;

/// <summary>What <c>status --json</c> says, as a user's script sees it.</summary>
/// <param name="Report">The one JSON object on standard output.</param>
internal sealed record StatusRun(JsonElement Report)
{
    public bool IsUp => Report.GetProperty("host").GetProperty("up").GetBoolean();

    public int Pid => Report.GetProperty("host").GetProperty("pid").GetInt32();

    public bool HasEnded => Report.GetProperty("host").GetProperty("endedAt").ValueKind != JsonValueKind.Null;

    public static async Task<StatusRun> RunAsync(string configuration, params string[] more)
    {
        var (code, output, error) = await HostProgram.RunAsync(["status", "--json", "--config", configuration, .. more]);
        code.ShouldBe(0, error);
        return new StatusRun(JsonElement.Parse(output));
    }

    /// <summary>Asks again until something holds.</summary>
    public static async Task<StatusRun> UntilAsync(string configuration, RunningHost host, Func<StatusRun, bool> condition)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (code, output, _) = await HostProgram.RunAsync("status", "--json", "--config", configuration);
            // Before the host has begun its journal there is none.
            if (code == 0 && new StatusRun(JsonElement.Parse(output)) is var status && condition(status)) return status;
            (TimeProvider.System.GetElapsedTime(begin) < HostWaits.Patience).ShouldBeTrue($"{output}\n{host.Error}");
        }
    }

    /// <summary>Whether a session is known, and how it stands.</summary>
    public bool Is(string session, string state) => Find(session) is { } found && found.GetProperty("state").GetString() == state;

    public int Number(string session, string member) => Find(session)?.GetProperty(member).GetInt32() ?? 0;

    public string? Text(string session, string member) => Find(session)?.GetProperty(member).GetString();

    private JsonElement? Find(string session)
    {
        foreach (var element in Report.GetProperty("sessions").EnumerateArray())
        {
            if (element.GetProperty("session").GetString() == session) return element;
        }

        return null;
    }

    public override string ToString() => Report.ToString();
}
