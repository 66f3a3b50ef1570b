using System.Globalization;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Host.Demo;

/// <summary>A NanoClaw v2 workspace in a temporary folder, with a session for each behaviour.</summary>
internal sealed class DemoWorkspace : IDisposable
{
    private const string CentralSchema =
        """
        CREATE TABLE agent_groups (id TEXT PRIMARY KEY, name TEXT NOT NULL, folder TEXT NOT NULL UNIQUE, agent_provider TEXT,
          created_at TEXT NOT NULL);
        CREATE TABLE sessions (id TEXT PRIMARY KEY, agent_group_id TEXT NOT NULL, messaging_group_id TEXT, thread_id TEXT,
          agent_provider TEXT, status TEXT DEFAULT 'active', container_status TEXT DEFAULT 'stopped', last_active TEXT,
          created_at TEXT NOT NULL);
        """;

    private const string InboundSchema =
        """
        CREATE TABLE messages_in (id TEXT PRIMARY KEY, seq INTEGER UNIQUE, kind TEXT NOT NULL, timestamp TEXT NOT NULL,
          status TEXT DEFAULT 'pending', process_after TEXT, recurrence TEXT, series_id TEXT, tries INTEGER DEFAULT 0,
          trigger INTEGER NOT NULL DEFAULT 1, platform_id TEXT, channel_type TEXT, thread_id TEXT, content TEXT NOT NULL,
          source_session_id TEXT, on_wake INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX idx_messages_in_series ON messages_in(series_id);
        """;

    private const string OutboundSchema =
        """
        CREATE TABLE messages_out (id TEXT PRIMARY KEY, seq INTEGER UNIQUE, in_reply_to TEXT, timestamp TEXT NOT NULL, deliver_after TEXT,
          recurrence TEXT, kind TEXT NOT NULL, platform_id TEXT, channel_type TEXT, thread_id TEXT, content TEXT NOT NULL);
        CREATE TABLE processing_ack (message_id TEXT PRIMARY KEY, status TEXT NOT NULL, status_changed TEXT NOT NULL);
        CREATE TABLE container_state (id INTEGER PRIMARY KEY CHECK (id = 1), current_tool TEXT, tool_declared_timeout_ms INTEGER,
          tool_started_at TEXT, updated_at TEXT NOT NULL);
        """;

    private readonly TimeProvider _time;
    private int _posted;

    /// <summary>Creates it.</summary>
    public DemoWorkspace(TimeProvider time)
    {
        _time = time;
        Root = Directory.CreateTempSubdirectory("actorsweeper-demo-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "data"));
        DemoFile.Execute(Central, CentralSchema);
        foreach (var behaviour in DemoBehaviour.All) AddSession(behaviour);
    }

    /// <summary>Its folder.</summary>
    public string Root { get; }

    private string Central => Path.Combine(Root, "data", "v2.db");

    /// <summary>Gives a session a message to work on.</summary>
    public void Post(string session, string? recurrence = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"msg-{++_posted}");
        DemoFile.Execute(
            Path.Combine(Folder(session), "inbound.db"),
            """
            INSERT INTO messages_in (id, seq, kind, timestamp, process_after, recurrence, series_id, content)
            VALUES ($id, (SELECT coalesce(max(seq), 0) / 2 * 2 + 2 FROM messages_in), $kind, $now, NULL, $recurrence, $id,
              '{"text":"hello"}')
            """,
            ("$id", id),
            ("$kind", recurrence is null ? "chat" : "task"),
            ("$now", Timestamp.ToIso(_time.GetUtcNow())),
            ("$recurrence", recurrence));
    }

    /// <summary>Removes the folder and everything in it.</summary>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void AddSession(DemoBehaviour behaviour)
    {
        var now = Timestamp.ToIso(_time.GetUtcNow());
        Directory.CreateDirectory(Folder(behaviour.Name));
        DemoFile.Execute(Path.Combine(Folder(behaviour.Name), "inbound.db"), InboundSchema);
        DemoFile.Execute(Path.Combine(Folder(behaviour.Name), "outbound.db"), OutboundSchema);
        DemoFile.Execute(
            Central,
            """
            INSERT INTO agent_groups (id, name, folder, created_at) VALUES ($name, $name, $name, $now);
            INSERT INTO sessions (id, agent_group_id, created_at) VALUES ($name, $name, $now);
            """,
            ("$name", behaviour.Name),
            ("$now", now));
        Post(behaviour.Name, behaviour.Recurrence);
    }

    private string Folder(string session) => Path.Combine(Root, "data", "v2-sessions", session, session);
}
