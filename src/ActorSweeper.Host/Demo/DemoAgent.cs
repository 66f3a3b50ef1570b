using System.Globalization;
using System.Runtime.InteropServices;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Host.Demo;

/// <summary>
/// What runs in the demo's child processes: it treats its session's files as a NanoClaw runner does. It polls for due messages,
/// claims, works, beats, replies and acknowledges; its behaviour says where that goes wrong.
/// </summary>
internal sealed class DemoAgent
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan IdleEnd = TimeSpan.FromSeconds(4);

    private readonly string _behaviour;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private int _replies;

    public DemoAgent(string behaviour, string folder, TimeProvider time) => (_behaviour, _folder, _time) = (behaviour, folder, time);

    private string Inbound => Path.Combine(_folder, "inbound.db");

    private string Outbound => Path.Combine(_folder, "outbound.db");

    /// <summary>Works until nothing has come for a while.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        using var deaf = _behaviour == DemoBehaviour.Hangs
            ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true)
            : null;
        DemoFile.Execute(Outbound, "DELETE FROM processing_ack WHERE status = 'processing'");
        var idleSince = _time.GetTimestamp();
        while (_time.GetElapsedTime(idleSince) < IdleEnd)
        {
            if (Next() is not { } message)
            {
                await Task.Delay(Poll, _time);
                continue;
            }

            Acknowledge(message.Id, "processing");
            if (await Do(message.FirstTry) is { } failure) return failure;
            Reply(message.Id);
            Acknowledge(message.Id, "completed");
            idleSince = _time.GetTimestamp();
        }

        return 0;
    }

    /// <summary>One message's work.</summary>
    /// <returns>The code to exit with at once; null when the work is done.</returns>
    private async Task<int?> Do(bool firstTry)
    {
        switch (_behaviour)
        {
            case DemoBehaviour.Crashes when firstTry:
                await BeatFor(TimeSpan.FromSeconds(2));
                await Console.Error.WriteLineAsync("agent: provider connection reset by peer");
                return 1;
            case DemoBehaviour.Hangs when firstTry:
                await Task.Delay(Timeout.InfiniteTimeSpan, _time);
                return null;
            case DemoBehaviour.GoesSilent when firstTry:
                await BeatFor(TimeSpan.FromSeconds(3));
                await Task.Delay(Timeout.InfiniteTimeSpan, _time);
                return null;
            case DemoBehaviour.LongTool:
                Declare("Bash", TimeSpan.FromSeconds(60));
                await Task.Delay(TimeSpan.FromSeconds(22), _time);
                Declare(null, null);
                return null;
            default:
                await BeatFor(Work);
                return null;
        }
    }

    private async Task BeatFor(TimeSpan duration)
    {
        var heartbeat = Path.Combine(_folder, ".heartbeat");
        for (var begin = _time.GetTimestamp(); _time.GetElapsedTime(begin) < duration;)
        {
            await File.WriteAllBytesAsync(heartbeat, []);
            File.SetLastWriteTimeUtc(heartbeat, _time.GetUtcNow().UtcDateTime);
            await Task.Delay(Beat, _time);
        }
    }

    private (string Id, bool FirstTry)? Next()
    {
        var acknowledged = DemoFile.Read(Outbound, "SELECT message_id FROM processing_ack").Select(row => row[0])
            .ToHashSet(StringComparer.Ordinal);
        var due = DemoFile.Read(
            Inbound,
            """
            SELECT id, tries FROM messages_in WHERE status = 'pending' AND trigger = 1
              AND (process_after IS NULL OR datetime(process_after) <= datetime('now')) ORDER BY seq
            """);
        var next = due.FirstOrDefault(row => !acknowledged.Contains(row[0]));
        return next is null ? null : (next[0]!, next[1] == "0");
    }

    private void Acknowledge(string message, string status) => DemoFile.Execute(
        Outbound,
        "INSERT OR REPLACE INTO processing_ack (message_id, status, status_changed) VALUES ($id, $status, $now)",
        ("$id", message),
        ("$status", status),
        ("$now", Now));

    private void Reply(string message) => DemoFile.Execute(
        Outbound,
        """
        INSERT INTO messages_out (id, seq, in_reply_to, timestamp, kind, content)
        VALUES ($id, (SELECT coalesce(max(seq), -1) + 2 FROM messages_out), $message, $now, 'chat', '{"text":"done"}')
        """,
        ("$id", string.Create(CultureInfo.InvariantCulture, $"out-{message}-{Environment.ProcessId}-{++_replies}")),
        ("$message", message),
        ("$now", Now));

    private void Declare(string? tool, TimeSpan? timeout) => DemoFile.Execute(
        Outbound,
        """
        INSERT OR REPLACE INTO container_state (id, current_tool, tool_declared_timeout_ms, tool_started_at, updated_at)
        VALUES (1, $tool, $timeout, $now, $now)
        """,
        ("$tool", tool),
        ("$timeout", timeout?.TotalMilliseconds),
        ("$now", Now));

    private string Now => Timestamp.ToIso(_time.GetUtcNow());
}
