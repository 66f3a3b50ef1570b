using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ActorSweeper.TestAgent;

/// <summary>
/// An agent in a hurry that often dies in the middle of a message, before or after its reply. It treats its session's files as a
/// runner does, and leaves evidence for the test: <c>second-*</c> when another agent works in the same folder at the same time,
/// and a line in <c>crashes</c> for each message that it dies on.
/// </summary>
internal sealed class HastyAgent(string folder, Random chance, TimeProvider time)
{
    private const double CrashRate = 0.12;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan IdleEnd = TimeSpan.FromSeconds(3);

    public async Task<int> RunAsync()
    {
        SQLitePCL.Batteries_V2.Init();
        using var alone = TryBeAlone();
        if (alone is null) return 3;
        Execute("DELETE FROM processing_ack WHERE status = 'processing'");
        var idleSince = time.GetTimestamp();
        while (time.GetElapsedTime(idleSince) < IdleEnd)
        {
            if (Next() is not { } message)
            {
                await Task.Delay(Poll, time);
                continue;
            }

            Acknowledge(message, "processing");
            await File.WriteAllBytesAsync(Path.Join(folder, ".heartbeat"), []);
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(10, 80)), time);
            var fate = chance.NextDouble();
            if (fate < CrashRate / 2) return Crash(message);
            Execute(
                "INSERT INTO messages_out (id, seq, in_reply_to, timestamp, kind, content) "
                + "VALUES ($id, (SELECT coalesce(max(seq), -1) + 2 FROM messages_out), $message, $now, 'chat', '{}')",
                ("$id", string.Create(CultureInfo.InvariantCulture, $"out-{message}-{Environment.ProcessId}-{time.GetTimestamp()}")),
                ("$message", message),
                ("$now", Now));
            if (fate < CrashRate) return Crash(message);
            Acknowledge(message, "completed");
            idleSince = time.GetTimestamp();
        }

        return 0;
    }

    private int Crash(string message)
    {
        File.AppendAllText(Path.Join(folder, "crashes"), message + "\n");
        return 1;
    }

    private FileStream? TryBeAlone()
    {
        try
        {
            return new FileStream(Path.Join(folder, "agent.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            File.WriteAllText(Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"second-{Environment.ProcessId}")), Now);
            return null;
        }
    }

    private string? Next()
    {
        using var connection = Open("inbound.db", SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT id FROM messages_in WHERE status = 'pending' AND trigger = 1 "
            + "AND (process_after IS NULL OR datetime(process_after) <= datetime('now')) ORDER BY seq";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (!IsAcknowledged(rows.GetString(0))) return rows.GetString(0);
        }

        return null;
    }

    private bool IsAcknowledged(string message)
    {
        using var connection = Open("outbound.db", SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM processing_ack WHERE message_id = $id";
        command.Parameters.AddWithValue("$id", message);
        return command.ExecuteScalar() is not null;
    }

    private void Acknowledge(string message, string status) => Execute(
        "INSERT OR REPLACE INTO processing_ack (message_id, status, status_changed) VALUES ($id, $status, $now)",
        ("$id", message),
        ("$status", status),
        ("$now", Now));

    private void Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = Open("outbound.db", SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path.Join(folder, file), Mode = mode, Pooling = false, DefaultTimeout = 10 }
                .ToString());
        connection.Open();
        return connection;
    }

    private string Now => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
