using System.Text.Json;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Liveness;

/// <summary>NanoClaw 2.0.64's own decisions, reproduced with its settings.</summary>
public sealed class StuckDecisionVectors
{
    private static readonly LivenessLimits NanoClaw = new(
        StartupGrace: TimeSpan.Zero,
        ClaimTolerance: TimeSpan.FromSeconds(60),
        StaleThreshold: null,
        Ceiling: TimeSpan.FromMinutes(30),
        ToolMargin: TimeSpan.Zero,
        WideningTools: new HashSet<string>(["Bash"]),
        Silence: SilenceRule.HeartbeatOnly);

    private static readonly Dictionary<int, JsonElement> Rows = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "stuck-decisions.json")))
        .RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("id").GetInt32());

    public static TheoryData<int, string> Decisions() => new(Rows.Select(row => (row.Key, row.Value.GetProperty("group").GetString()!)));

    [Fact]
    public void There_are_six_hundred_vectors() => Rows.Count.ShouldBe(600);

    [Theory]
    [MemberData(nameof(Decisions))]
    public void The_judge_decides_as_NanoClaw_does(int id, string group)
    {
        var row = Rows[id];
        var input = row.GetProperty("input");
        var verdict = LivenessJudge.Judge(Evidence(input), NanoClaw, Instant(input.GetProperty("now")));
        Describe(verdict).ShouldBe(Expected(row.GetProperty("expected")), $"vector {id} of {group}");
    }

    private static LivenessEvidence Evidence(JsonElement input)
    {
        var heartbeat = input.GetProperty("heartbeatMtimeMs");
        var claims = input.GetProperty("claims").EnumerateArray()
            .Select(claim => new Claim(
                claim.GetProperty("message_id").GetString()!, Timestamp.Parse(claim.GetProperty("status_changed").GetString())))
            .ToList();
        return new LivenessEvidence(
            null, heartbeat.GetDouble() == 0 ? null : Instant(heartbeat), Tool(input.GetProperty("containerState")), claims);
    }

    /// <summary>A timeout that is not a number does not count, in the original as in the adapter.</summary>
    private static ToolInFlight? Tool(JsonElement state)
    {
        if (state.ValueKind != JsonValueKind.Object || state.GetProperty("current_tool").GetString() is not { } name) return null;
        var timeout = state.TryGetProperty("tool_declared_timeout_ms", out var declared) && declared.ValueKind == JsonValueKind.Number
            ? ToolInFlight.TimeoutOf(declared.GetDouble())
            : (TimeSpan?)null;
        return new ToolInFlight(name, timeout, null);
    }

    private static string Describe(Verdict verdict) => verdict switch
    {
        Verdict.Stop { Rule: StopRule.ClaimStuck } stop =>
            $"kill-claim {stop.MessageId} {stop.Age.TotalMilliseconds} {stop.Limit.TotalMilliseconds}",
        Verdict.Stop stop => $"kill-ceiling {stop.Age.TotalMilliseconds} {stop.Limit.TotalMilliseconds}",
        _ => "ok",
    };

    private static string Expected(JsonElement expected) => expected.GetProperty("action").GetString() switch
    {
        "kill-claim" =>
            $"kill-claim {expected.GetProperty("messageId")} {Number(expected, "claimAgeMs")} {Number(expected, "toleranceMs")}",
        "kill-ceiling" => $"kill-ceiling {Number(expected, "heartbeatAgeMs")} {Number(expected, "ceilingMs")}",
        _ => "ok",
    };

    /// <summary>Ages are held in steps of 100 ns.</summary>
    private static double Number(JsonElement expected, string name) => Math.Round(expected.GetProperty(name).GetDouble(), 4);

    private static DateTimeOffset Instant(JsonElement milliseconds) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)Math.Round(milliseconds.GetDouble() * TimeSpan.TicksPerMillisecond));
}
