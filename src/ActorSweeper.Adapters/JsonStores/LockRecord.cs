using System.Globalization;
using System.Text;
using System.Text.Json;
using ActorSweeper.Adapters.Launching;

namespace ActorSweeper.Adapters.JsonStores;

/// <summary>What OpenClaw's lock files say; what one does not say, or not understandably, is null.</summary>
/// <param name="Pid">The process that holds it.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="StartTicks">When that process was started, in the kernel's clock ticks since the machine was.</param>
internal sealed record LockRecord(int? Pid, DateTimeOffset? CreatedAt, long? StartTicks)
{
    /// <summary>From this age on a lock of a store counts for nothing, even if its owner lives.</summary>
    public static readonly TimeSpan StaleAge = TimeSpan.FromSeconds(30);

    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Of this process.</summary>
    public static LockRecord Own(DateTimeOffset now) => new(Environment.ProcessId, now, StartOf(Environment.ProcessId));

    /// <summary>Reads one; never fails.</summary>
    public static LockRecord Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                ? new LockRecord((int?)Number(root, "pid", int.MaxValue), InstantOf(root), Number(root, "starttime", long.MaxValue))
                : new LockRecord(null, null, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new LockRecord(null, null, null);
        }
    }

    /// <summary>As the original spells it.</summary>
    public byte[] ToBytes()
    {
        var start = StartTicks is { } ticks ? string.Create(CultureInfo.InvariantCulture, $",\n  \"starttime\": {ticks}") : "";
        var created = CreatedAt?.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{{\n  \"pid\": {Pid},\n  \"createdAt\": \"{created}\"{start}\n}}");
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Whether it has been left behind, or been held for too long, so that anybody may take it away.</summary>
    /// <param name="modified">When the file was written: counts where the file itself does not say enough.</param>
    /// <param name="now">Now.</param>
    public bool IsStale(DateTimeOffset modified, DateTimeOffset now)
    {
        if (Pid is { } pid && !Lives(pid)) return true;
        if (CreatedAt is { } created && now - created > StaleAge) return true;
        return (Pid is null || CreatedAt is null) && now - modified > StaleAge;
    }

    private bool Lives(int pid)
    {
        if (Libc.Kill(pid, 0) != 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.NoSuchProcess) return false;
        if (Stat(pid) is not [var state, ..] fields) return true; // Not to be read here, or there is no /proc.
        return state is not ("Z" or "X") && (StartTicks is not { } start || StartOf(fields) is not { } found || start == found);
    }

    private static long? StartOf(int pid) => Stat(pid) is { } fields ? StartOf(fields) : null;

    private static long? StartOf(string[] fields) =>
        fields.Length > 19 && long.TryParse(fields[19], CultureInfo.InvariantCulture, out var ticks) ? ticks : null;

    /// <summary>The fields of /proc/PID/stat from the third on, the state; the second may itself hold blanks.</summary>
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var name = text.LastIndexOf(')');
            return name >= 0 && name + 2 < text.Length ? text[(name + 2)..].Split(' ') : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Number(JsonElement root, string name, long largest) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number) && number > 0 && number <= largest
            ? number
            : null;

    private static DateTimeOffset? InstantOf(JsonElement root) =>
        root.TryGetProperty("createdAt", out var value) && value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(
            value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;
}
