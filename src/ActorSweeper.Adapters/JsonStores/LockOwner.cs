using System.Globalization;
using System.Text.Json;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.JsonStores;

/// <summary>Who holds a store's lock, as its file says: JSON with <c>pid</c>, <c>createdAt</c> and, on Linux, <c>starttime</c>.</summary>
/// <param name="Pid">The process; null when the file does not say.</param>
/// <param name="CreatedAt">Since when; null when the file does not say.</param>
/// <param name="StartTime">When the process started, in the kernel's ticks since boot; null when the file does not say.</param>
internal sealed record LockOwner(int? Pid, DateTimeOffset? CreatedAt, long? StartTime)
{
    /// <summary>This process.</summary>
    public static LockOwner Own(DateTimeOffset now) => new(Environment.ProcessId, now, Process(Environment.ProcessId)?.Start);

    /// <summary>Reads a lock file; of what is no such JSON nothing is known.</summary>
    public static LockOwner Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return new LockOwner(null, null, null);
            return new LockOwner(
                Number(root, "pid") is { } pid and > 0 and <= int.MaxValue ? (int)pid : null,
                root.TryGetProperty("createdAt", out var at) && at.ValueKind == JsonValueKind.String ? Timestamp.Parse(at.GetString()) : null,
                Number(root, "starttime"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new LockOwner(null, null, null);
        }
    }

    /// <summary>The lock file's text: indented by two blanks, no final line end.</summary>
    public byte[] Text()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            if (Pid is { } pid) json.WriteNumber("pid", pid);
            if (CreatedAt is { } at) json.WriteString("createdAt", Timestamp.ToIso(at));
            if (StartTime is { } start) json.WriteNumber("starttime", start);
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    /// <summary>
    /// Whether the lock is nobody's any more: its process is dead or another one by now, or it is older than the limit, even if its
    /// process lives; of a file that does not say, its own age counts.
    /// </summary>
    /// <param name="now">Now.</param>
    /// <param name="limit">The age.</param>
    /// <param name="modified">When the file was written.</param>
    public bool IsStale(DateTimeOffset now, TimeSpan limit, DateTimeOffset modified)
    {
        if (Pid is { } pid && !Lives(pid))
            return true;
        if (CreatedAt is { } at && now - at > limit)
            return true;
        return (Pid is null || CreatedAt is null) && now - modified > limit;
    }

    private bool Lives(int pid)
    {
        if (!ChildProcess.Lives(pid))
            return false;
        return Process(pid) is not { } process || (process.State != 'Z' && (StartTime is null || StartTime == process.Start));
    }

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>State and start of a process (fields 3 and 22 of its <c>stat</c>); null where the system does not tell.</summary>
    private static (char State, long Start)? Process(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            // The name before it is in parentheses and may hold anything.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
