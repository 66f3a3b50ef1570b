using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>NanoClaw's database of groups and sessions. It belongs to NanoClaw's host process and may be in WAL mode.</summary>
internal static class CentralDatabase
{
    private static readonly string[] ArchivedFlags = ["archived", "is_archived", "archived_at"];

    /// <summary>Lists the active sessions whose group exists.</summary>
    public static List<SessionRow> List(string path, TimeSpan block)
    {
        using var database = Database.Open(path, DatabaseAccess.FollowLink, block);
        database.BeginRead();
        using var rows = database.Prepare(Query(database));
        var sessions = new List<SessionRow>();
        while (rows.Step())
        {
            sessions.Add(new SessionRow(
                rows.Text(0) ?? "", rows.Text(1) ?? "", rows.Text(2) ?? "", rows.Text(3), rows.Text(4) == "running", rows.Text(5)));
        }
        return sessions;
    }

    /// <summary>Writes a session's container status, if it differs.</summary>
    /// <returns>Whether it differed.</returns>
    public static bool Report(string path, SessionId session, bool running, TimeSpan block)
    {
        using var database = Database.Open(path, DatabaseAccess.Write | DatabaseAccess.FollowLink, block);
        var status = running ? "running" : "stopped";
        // Looked up first, so that the usual case takes no write lock from NanoClaw.
        using (var differs = database.Prepare("SELECT 1 FROM sessions WHERE id = ?1 AND container_status IS NOT ?2"))
        {
            if (!differs.Bind(1, session.Value).Bind(2, status).Step())
                return false;
        }
        using var update = database.Prepare("UPDATE sessions SET container_status = ?2 WHERE id = ?1");
        return update.Bind(1, session.Value).Bind(2, status).Run() > 0;
    }

    private static string Query(Database database)
    {
        var groups = database.ColumnsOf("agent_groups");
        var sessions = database.ColumnsOf("sessions");
        var chats = sessions.Contains("messaging_group_id") ? database.ColumnsOf("messaging_groups") : [];
        // Disconnecting archives a parent; the messages that an archived parent still has must wake nothing (F101).
        var archived = string.Join(
            ' ',
            [.. Archived("g", "agent group", groups), .. Archived("m", "messaging group", chats), .. Archived("s", "session", sessions)]);
        return $"""
            SELECT s.id, s.agent_group_id, g.folder,
                   {(groups.Contains("timezone") ? "g.timezone" : "NULL")},
                   {(sessions.Contains("container_status") ? "s.container_status" : "NULL")},
                   {(archived.Length > 0 ? $"CASE {archived} END" : "NULL")}
            FROM sessions s JOIN agent_groups g ON g.id = s.agent_group_id
            {(chats.Contains("id") ? "LEFT JOIN messaging_groups m ON m.id = s.messaging_group_id" : "")}
            WHERE s.status = 'active' ORDER BY s.id
            """;
    }

    private static IEnumerable<string> Archived(string alias, string name, HashSet<string> columns)
    {
        foreach (var flag in ArchivedFlags.Where(columns.Contains))
            yield return $"WHEN coalesce({alias}.{flag}, '') NOT IN ('', 0, '0', 'false') THEN 'its {name} is archived'";
        if (columns.Contains("status"))
            yield return $"WHEN {alias}.status = 'archived' THEN 'its {name} is archived'";
    }
}
