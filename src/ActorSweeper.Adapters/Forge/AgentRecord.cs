using System.Text.Json;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.Forge;

/// <summary>One agent's session on one issue, as the store has it.</summary>
/// <param name="Key">The key as written.</param>
/// <param name="Agent">The agent's name as written.</param>
/// <param name="Text">The record's own bytes: what is dropped must still be exactly this.</param>
internal sealed record AgentRecord(string Key, string Agent, ReadOnlyMemory<byte> Text)
{
    private readonly JsonElement _value = Value(Text);

    /// <summary>Its worktree, where the record names one.</summary>
    public string? Worktree => Member("worktree") is { ValueKind: JsonValueKind.String } path ? path.GetString() : null;

    /// <summary>When it was last used, else created.</summary>
    /// <param name="isBad">Whether what stands there is no time.</param>
    /// <returns>Null when the record does not say.</returns>
    public DateTimeOffset? LastUse(out bool isBad)
    {
        var written = Member("lastUsedAt") ?? Member("createdAt");
        var instant = written is { ValueKind: JsonValueKind.String } text ? Timestamp.Parse(text.GetString()) : null;
        isBad = written is not null && instant is null;
        return instant;
    }

    /// <summary>
    /// Whether it runs: the record says so (<c>"running": true</c> or <c>"status": "running"</c>), or the process that it names
    /// (<c>"pid"</c>) lives.
    /// </summary>
    public bool IsRunning() =>
        Member("running") is { ValueKind: JsonValueKind.True }
        || (Member("status") is { ValueKind: JsonValueKind.String } status && status.GetString() == "running")
        || (Member("pid") is { ValueKind: JsonValueKind.Number } pid && pid.TryGetInt32(out var process) && process > 0
            && ChildProcess.Lives(process));

    /// <summary>Whether the record is the same to the byte.</summary>
    public bool IsStill(AgentRecord other) =>
        Key == other.Key && Agent == other.Agent && Text.Span.SequenceEqual(other.Text.Span);

    private JsonElement? Member(string name) =>
        _value.ValueKind == JsonValueKind.Object && _value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static JsonElement Value(ReadOnlyMemory<byte> text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
