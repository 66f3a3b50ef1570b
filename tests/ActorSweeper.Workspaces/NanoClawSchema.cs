namespace ActorSweeper.Workspaces;

/// <summary>The tables that one version of NanoClaw v2 makes.</summary>
/// <param name="Central">Statements for <c>data/v2.db</c>.</param>
/// <param name="Inbound">Statements for <c>inbound.db</c>.</param>
/// <param name="Outbound">Statements for <c>outbound.db</c>.</param>
public sealed record NanoClawSchema(string Central, string Inbound, string Outbound)
{
    private const string Replies =
        """
        CREATE TABLE messages_out (
          id TEXT PRIMARY KEY, seq INTEGER UNIQUE, in_reply_to TEXT, timestamp TEXT NOT NULL, deliver_after TEXT, recurrence TEXT,
          kind TEXT NOT NULL, platform_id TEXT, channel_type TEXT, thread_id TEXT, content TEXT NOT NULL);
        CREATE TABLE processing_ack (message_id TEXT PRIMARY KEY, status TEXT NOT NULL, status_changed TEXT NOT NULL);
        """;

    private const string Tool =
        """
        CREATE TABLE session_state (key TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT NOT NULL);
        CREATE TABLE container_state (
          id INTEGER PRIMARY KEY CHECK (id = 1), current_tool TEXT, tool_declared_timeout_ms INTEGER, tool_started_at TEXT,
          updated_at TEXT NOT NULL);
        """;

    private const string HostTables =
        """
        CREATE TABLE delivered (
          message_out_id TEXT PRIMARY KEY, platform_message_id TEXT, status TEXT NOT NULL DEFAULT 'delivered',
          delivered_at TEXT NOT NULL);
        CREATE TABLE destinations (
          name TEXT PRIMARY KEY, display_name TEXT, type TEXT NOT NULL, channel_type TEXT, platform_id TEXT, agent_group_id TEXT);
        CREATE TABLE session_routing (
          id INTEGER PRIMARY KEY CHECK (id = 1), channel_type TEXT, platform_id TEXT, thread_id TEXT);
        """;

    private const string Sessions =
        """
        CREATE TABLE sessions (
          id TEXT PRIMARY KEY, agent_group_id TEXT NOT NULL, messaging_group_id TEXT, thread_id TEXT, agent_provider TEXT,
          status TEXT DEFAULT 'active', container_status TEXT DEFAULT 'stopped', last_active TEXT, created_at TEXT NOT NULL);
        CREATE INDEX idx_sessions_agent_group ON sessions(agent_group_id);
        """;

    private const string Groups =
        """
        CREATE TABLE agent_groups (
          id TEXT PRIMARY KEY, name TEXT NOT NULL, folder TEXT NOT NULL UNIQUE, agent_provider TEXT, created_at TEXT NOT NULL);
        CREATE TABLE messaging_groups (
          id TEXT PRIMARY KEY, channel_type TEXT NOT NULL, platform_id TEXT NOT NULL, name TEXT, created_at TEXT NOT NULL);
        """;

    private const string MayMessages =
        """
        CREATE TABLE messages_in (
          id TEXT PRIMARY KEY, seq INTEGER UNIQUE, kind TEXT NOT NULL, timestamp TEXT NOT NULL, status TEXT DEFAULT 'pending',
          process_after TEXT, recurrence TEXT, series_id TEXT, tries INTEGER DEFAULT 0, trigger INTEGER NOT NULL DEFAULT 1,
          platform_id TEXT, channel_type TEXT, thread_id TEXT, content TEXT NOT NULL, source_session_id TEXT,
          on_wake INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX idx_messages_in_series ON messages_in(series_id);
        """;

    /// <summary>Before series, triggers, wake rows and tool state.</summary>
    public static NanoClawSchema Early { get; } = new(
        Groups + Sessions,
        """
        CREATE TABLE messages_in (
          id TEXT PRIMARY KEY, seq INTEGER UNIQUE, kind TEXT NOT NULL, timestamp TEXT NOT NULL, status TEXT DEFAULT 'pending',
          process_after TEXT, recurrence TEXT, tries INTEGER DEFAULT 0, platform_id TEXT, channel_type TEXT, thread_id TEXT,
          content TEXT NOT NULL);
        """ + HostTables,
        Replies);

    /// <summary>Release 2.0.64.</summary>
    public static NanoClawSchema May2026 { get; } = new(Groups + Sessions, MayMessages + HostTables, Replies + Tool);

    /// <summary>2.1.54 and later: zones and archiving, durable host state, and columns nobody here knows.</summary>
    public static NanoClawSchema Newest { get; } = new(
        Groups + Sessions +
        """
        ALTER TABLE agent_groups ADD COLUMN timezone TEXT;
        ALTER TABLE agent_groups ADD COLUMN archived_at TEXT;
        ALTER TABLE messaging_groups ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE session_claims (
          session_id TEXT PRIMARY KEY, incarnation INTEGER, claimed_by TEXT, claimed_at TEXT, container_ref TEXT, stop_intent TEXT,
          updated_at TEXT);
        CREATE TABLE host_instances (instance_id TEXT PRIMARY KEY, install_id TEXT, lease_expires_at TEXT);
        """,
        MayMessages + HostTables +
        """
        ALTER TABLE messages_in ADD COLUMN admitted_at TEXT;
        ALTER TABLE messages_in ADD COLUMN tenant TEXT NOT NULL DEFAULT 'default';
        """,
        Replies + Tool + "CREATE TABLE token_usage_log (id INTEGER PRIMARY KEY, turn INTEGER, tokens INTEGER, updated_at TEXT);");

    /// <summary>Whether a message has a trigger and a series.</summary>
    public bool HasSeries => Inbound.Contains("series_id", StringComparison.Ordinal);
}
