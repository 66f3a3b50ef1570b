using System.Globalization;
using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;
using Microsoft.Data.Sqlite;

namespace ActorSweeper.EndToEnd.Tests.Parity;

/// <summary>One generated session: its files, and how its container behaves. A runtime may not know when it started one.</summary>
internal sealed record ParityCase(
    WorkspaceSession Files, bool Running, DateTimeOffset? StartedAt, bool StopWorks, bool WakeWorks, DateTimeOffset? Heartbeat,
    DateTimeOffset ToolStartedAt)
{
    private static readonly string[] Schedules =
        ["*/15 * * * *", "30 6 * * 1-5", "0 9 * * *", "0 0 1 * *", "5,35 8-18 * * *", "0 3 * * 0", "every day", "61 * * * *"];

    /// <summary>Whether neither side can make anything of an expression.</summary>
    public static bool IsBroken(string schedule) => schedule is "every day" or "61 * * * *";

    /// <summary>
    /// Makes a session up and writes its files. Fresh claims and starts lie a little ahead, so that a slow machine does not make them old.
    /// </summary>
    public static ParityCase Generate(WorkspaceSession files, Random chance, DateTimeOffset now)
    {
        var generator = new Generator(files, chance, now);
        return generator.Make();
    }

    private sealed class Generator(WorkspaceSession files, Random chance, DateTimeOffset now)
    {
        private const string InsertMessage =
            """
            INSERT INTO messages_in (
              id, seq, kind, timestamp, status, process_after, recurrence, tries, series_id, trigger, platform_id, channel_type, thread_id,
              content)
            VALUES ($id, $seq, $kind, $at, $status, $after, $recurrence, $tries, $series, $trigger, 'chat-1', 'telegram', 'thread-1',
              '{"text":"hello"}')
            """;

        private const string InsertAck = "INSERT INTO processing_ack VALUES ($id, $status, $changed)";
        private const string InsertReply =
            "INSERT INTO messages_out (id, seq, in_reply_to, timestamp, kind, content) VALUES ($id, $seq, $to, $at, 'chat', '{}')";
        private const string InsertTool = "INSERT INTO container_state VALUES (1, $tool, $timeout, $started, $updated)";

        private static readonly TimeSpan SlowMachine = TimeSpan.FromMinutes(2);

        public ParityCase Make()
        {
            using (var inbound = new Inserts(files.Inbound))
            using (var outbound = new Inserts(files.Outbound))
            {
                for (var (number, end) = (1, chance.Next(0, 6)); number <= end; number++) Message(inbound, outbound, number);
                if (Chance(8)) outbound.Run(InsertAck, "gone", Pick("processing", "completed"), Claimed());
                Tool(outbound);
            }

            var heartbeat = Heartbeat();
            if (heartbeat is { } at) files.Beat(at);
            var running = Chance(50);
            return new ParityCase(files, running, StartedAt(), !Chance(5), !Chance(30), heartbeat, now.AddMinutes(-50));
        }

        private void Message(Inserts inbound, Inserts outbound, int number)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"m{number}");
            var series = number > 1 && Chance(4) ? "m1" : id;
            inbound.Run(
                InsertMessage,
                id, (number * 2) + chance.Next(2), Pick("chat", "task"), Written(now.AddDays(-1)), Status(), ProcessAfter(),
                Chance(20) ? Pick(Schedules) : null, chance.Next(0, 7), series, Chance(80) ? 1 : 0);
            var ack = chance.Next(100) switch { < 35 => null, < 50 => "completed", < 60 => "failed", _ => "processing" };
            if (ack is not null) outbound.Run(InsertAck, id, ack, Claimed());
            if (Chance(10)) outbound.Run(InsertReply, "r" + id, (number * 2) + 1, id, Written(now));
        }

        private string Status() => chance.Next(100) switch { < 60 => "pending", < 78 => "completed", < 88 => "failed", _ => "paused" };

        private string? ProcessAfter() => chance.Next(100) switch
        {
            < 40 => null,
            < 80 => Written(now.AddMinutes(-chance.Next(5, 5000))),
            _ => Written(now.AddMinutes(chance.Next(60, 5000))),
        };

        private string Claimed() => chance.Next(100) switch
        {
            < 30 => Written(now + SlowMachine),
            < 55 => Written(now.AddMinutes(-5)),
            < 75 => Written(now.AddMinutes(-20)),
            _ => Written(now.AddHours(-3)),
        };

        private void Tool(Inserts outbound)
        {
            var (tool, timeout) = chance.Next(100) switch
            {
                < 60 => (null, null),
                < 75 => ("Bash", (long?)TimeSpan.FromMinutes(10).TotalMilliseconds),
                < 85 => ("Bash", (long)TimeSpan.FromHours(2).TotalMilliseconds),
                < 90 => ("Bash", null),
                _ => ("WebFetch", (long)TimeSpan.FromHours(2).TotalMilliseconds),
            };
            if (tool is null) return;
            outbound.Run(InsertTool, tool, timeout, Written(now.AddMinutes(-50)), Written(now));
        }

        private DateTimeOffset? Heartbeat() => chance.Next(100) switch
        {
            < 20 => null,
            < 45 => now,
            < 60 => now.AddMinutes(-10),
            < 75 => now.AddMinutes(-45),
            < 85 => now.AddHours(-3),
            _ => now.AddMinutes(10),
        };

        private DateTimeOffset? StartedAt() => chance.Next(100) switch
        {
            < 50 => null,
            < 80 => now.AddDays(-2),
            _ => now + SlowMachine,
        };

        /// <summary>A time in one of the three forms that occur.</summary>
        private string Written(DateTimeOffset at) => chance.Next(3) switch
        {
            0 => Timestamp.ToSqlite(at),
            1 => Timestamp.ToIso(at),
            _ => at.ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        };

        private bool Chance(int percent) => chance.Next(100) < percent;

        private T Pick<T>(params IReadOnlyList<T> from) => from[chance.Next(from.Count)];
    }

    /// <summary>Inserts in one transaction. Parameters are given in the order in which the statement names them.</summary>
    private sealed class Inserts : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteTransaction _transaction;

        public Inserts(string path) => (_connection, _transaction) = Open(path);

        public void Run(string sql, params object?[] values)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            var names = sql.Split('$').Skip(1).Select(rest => "$" + new string([.. rest.TakeWhile(char.IsAsciiLetter)]));
            foreach (var (name, value) in names.Zip(values)) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            command.ExecuteNonQuery();
        }

        public void Dispose()
        {
            _transaction.Commit();
            _transaction.Dispose();
            _connection.Dispose();
        }

        private static (SqliteConnection Connection, SqliteTransaction Transaction) Open(string path)
        {
            var connection = SqliteScript.Open(path);
            return (connection, connection.BeginTransaction());
        }
    }
}
