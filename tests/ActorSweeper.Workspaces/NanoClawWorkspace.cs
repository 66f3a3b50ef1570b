using System.Globalization;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Workspaces;

/// <summary>
/// A NanoClaw v2 checkout with real SQLite files, made for tests and benchmarks. Disposing deletes it. Ten thousand sessions take
/// seconds: sessions of one shape are copied from one template.
/// </summary>
public sealed class NanoClawWorkspace : IDisposable
{
    private const string CreatedAt = "2026-01-01 00:00:00";

    private readonly Dictionary<SessionShape, WorkspaceSession> _templates = [];

    private NanoClawWorkspace(string root, NanoClawSchema schema)
    {
        Root = root;
        Schema = schema;
        _ = System.IO.Directory.CreateDirectory(SessionsDirectory);
        SqliteScript.Execute(CentralDatabase, "PRAGMA journal_mode = WAL;" + schema.Central);
    }

    /// <summary>The checkout: an absolute path without links.</summary>
    public string Root { get; }

    public NanoClawSchema Schema { get; }

    public string CentralDatabase => Path.Join(Root, "data", "v2.db");

    public string SessionsDirectory => Path.Join(Root, "data", "v2-sessions");

    /// <summary>Creates an empty workspace in a new temporary folder.</summary>
    public static NanoClawWorkspace Create(NanoClawSchema? schema = null) =>
        new(System.IO.Directory.CreateTempSubdirectory("nanoclaw-").FullName, schema ?? NanoClawSchema.May2026);

    /// <summary>Creates an empty workspace in a given folder, which is deleted on dispose.</summary>
    public static NanoClawWorkspace CreateAt(string root, NanoClawSchema? schema = null) =>
        new(Path.GetFullPath(root), schema ?? NanoClawSchema.May2026);

    /// <summary>Adds an agent group, unless it exists.</summary>
    public void AddGroup(string id) =>
        SqliteScript.Execute(
            CentralDatabase, "INSERT OR IGNORE INTO agent_groups (id, name, folder, created_at) VALUES ($id, $id, 'folder-' || $id, $at)",
            ("$id", id), ("$at", CreatedAt));

    /// <summary>Adds a session with empty database files and no heartbeat, and its group if need be.</summary>
    public WorkspaceSession AddSession(string id, string group = "group-1")
    {
        AddGroup(group);
        AddRow(id, group);
        var session = Describe(id, group);
        CreateFiles(session);
        return session;
    }

    /// <summary>Adds a row to <c>sessions</c> and no files.</summary>
    public void AddRow(string id, string group, string status = "active") =>
        SqliteScript.Execute(
            CentralDatabase, "INSERT INTO sessions (id, agent_group_id, status, created_at) VALUES ($id, $group, $status, $at)",
            ("$id", id), ("$group", group), ("$status", status), ("$at", CreatedAt));

    /// <summary>Adds many sessions, named <c>sess-00000</c> and so on, a hundred to a group.</summary>
    /// <param name="count">How many.</param>
    /// <param name="shape">The shape of each, by its number. Few different ones, for each costs a template.</param>
    public IReadOnlyList<WorkspaceSession> AddSessions(int count, Func<int, SessionShape> shape)
    {
        var sessions = Enumerable.Range(0, count)
            .Select(number => Describe(
                string.Create(CultureInfo.InvariantCulture, $"sess-{number:d5}"),
                string.Create(CultureInfo.InvariantCulture, $"group-{number / 100:d3}")))
            .ToList();
        foreach (var group in sessions.Select(static session => session.Session.Group).Distinct())
            AddGroup(group);
        AddRows(sessions);
        for (var number = 0; number < count; number++)
            Copy(Template(shape(number)), sessions[number], shape(number));
        return sessions;
    }

    /// <summary>Adds many sessions of one shape.</summary>
    public IReadOnlyList<WorkspaceSession> AddSessions(int count, SessionShape shape) => AddSessions(count, _ => shape);

    /// <inheritdoc />
    public void Dispose() => System.IO.Directory.Delete(Root, recursive: true);

    private WorkspaceSession Describe(string id, string group) =>
        new(new Session(new SessionId(id), group, "folder-" + group, Path.Join(SessionsDirectory, group, id)), Schema);

    private void CreateFiles(WorkspaceSession session)
    {
        _ = System.IO.Directory.CreateDirectory(session.Directory);
        SqliteScript.Execute(session.Inbound, Schema.Inbound);
        SqliteScript.Execute(session.Outbound, Schema.Outbound);
    }

    private void AddRows(List<WorkspaceSession> sessions)
    {
        using var connection = SqliteScript.Open(CentralDatabase);
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO sessions (id, agent_group_id, created_at) VALUES ($id, $group, $at)";
        var id = insert.Parameters.AddWithValue("$id", "");
        var group = insert.Parameters.AddWithValue("$group", "");
        _ = insert.Parameters.AddWithValue("$at", CreatedAt);
        foreach (var session in sessions)
        {
            id.Value = session.Session.Id.Value;
            group.Value = session.Session.Group;
            _ = insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private WorkspaceSession Template(SessionShape shape)
    {
        if (_templates.TryGetValue(shape, out var template))
            return template;
        var name = string.Create(CultureInfo.InvariantCulture, $"{_templates.Count}");
        template = new WorkspaceSession(new Session(new SessionId(name), "", "", Path.Join(Root, "templates", name)), Schema);
        CreateFiles(template);
        template.Fill(shape);
        _templates.Add(shape, template);
        return template;
    }

    private static void Copy(WorkspaceSession template, WorkspaceSession session, SessionShape shape)
    {
        _ = System.IO.Directory.CreateDirectory(session.Directory);
        File.Copy(template.Inbound, session.Inbound);
        File.Copy(template.Outbound, session.Outbound);
        if (shape.HasHeartbeat)
            _ = session.Beat(shape.At);
    }
}
