namespace ActorSweeper.Adapters.Artifacts;

/// <summary>How long each type is kept; null for as long as it wants.</summary>
/// <param name="Transcripts">Session transcripts with their tool results.</param>
/// <param name="DebugLogs">Debug logs.</param>
/// <param name="Todos">To-do lists.</param>
/// <param name="Telemetry">Telemetry.</param>
/// <param name="GroupLogs">Logs of the groups' containers.</param>
public sealed record ArtifactWindows(
    TimeSpan? Transcripts, TimeSpan? DebugLogs, TimeSpan? Todos, TimeSpan? Telemetry, TimeSpan? GroupLogs);

/// <summary>Where an installation of NanoClaw keeps its files. All paths are absolute.</summary>
/// <param name="Store">Of <c>messages.db</c> (v1).</param>
/// <param name="Data">Of the sessions' folders.</param>
/// <param name="Groups">Of the groups' working folders.</param>
public sealed record NanoClawPlaces(string Store, string Data, string Groups)
{
    /// <summary>Where they are when nothing has been moved.</summary>
    public static NanoClawPlaces Under(string root) =>
        new(Path.Combine(root, "store"), Path.Combine(root, "data"), Path.Combine(root, "groups"));
}

/// <summary>The rules of NanoClaw's own clean-up script (formats.md, section 6), and the same for the folders of its version 2.</summary>
public static class ArtifactPresets
{
    /// <summary>The windows of the original.</summary>
    public static ArtifactWindows Windows { get; } = new(
        TimeSpan.FromDays(7), TimeSpan.FromDays(3), TimeSpan.FromDays(3), TimeSpan.FromDays(7), TimeSpan.FromDays(7));

    /// <summary>Version 1: <c>DATA/sessions/GROUP/.claude</c>.</summary>
    public static IReadOnlyList<ArtifactRule> NanoClawV1(NanoClawPlaces places, ArtifactWindows windows, bool wholeDays) =>
        Rules(places, windows, "sessions/*/.claude", "-workspace-group", wholeDays);

    /// <summary>Version 2: <c>DATA/v2-sessions/GROUP/.claude-shared</c>, whatever directory the agents worked in.</summary>
    public static IReadOnlyList<ArtifactRule> NanoClawV2(NanoClawPlaces places, ArtifactWindows windows) =>
        Rules(places, windows, "v2-sessions/*/.claude-shared", "*", wholeDays: false);

    /// <summary>The active ids of version 1.</summary>
    public static ActiveIdsOptions ActiveIdsV1(NanoClawPlaces places, TimeSpan busyTimeout) =>
        new(Path.Combine(places.Store, "messages.db"), "SELECT session_id FROM sessions", null, busyTimeout);

    /// <summary>The active ids of version 2.</summary>
    public static ActiveIdsOptions ActiveIdsV2(NanoClawPlaces places, TimeSpan busyTimeout) => new(
        Path.Combine(places.Data, "v2.db"),
        "SELECT id, agent_group_id FROM sessions WHERE status = 'active'",
        Path.Combine(places.Data, "v2-sessions"),
        busyTimeout);

    private static List<ArtifactRule> Rules(
        NanoClawPlaces places, ArtifactWindows windows, string agent, string project, bool wholeDays)
    {
        var rules = new List<ArtifactRule>();
        Add("transcripts", $"projects/{project}/*", windows.Transcripts, ArtifactProtection.Stem, ArtifactUnit.Transcript);
        Add("debug-logs", "debug/*", windows.DebugLogs, ArtifactProtection.AnyId, except: ["latest"]);
        Add("todos", "todos/*", windows.Todos, ArtifactProtection.AnyId);
        Add("telemetry", "telemetry/*", windows.Telemetry, ArtifactProtection.AnyId);
        if (windows.GroupLogs is { } age) rules.Add(new("group-logs", places.Groups, "*/logs/**/*", age, WholeDays: wholeDays));
        return rules;

        void Add(
            string name,
            string glob,
            TimeSpan? window,
            ArtifactProtection protection,
            ArtifactUnit unit = ArtifactUnit.File,
            IReadOnlyList<string>? except = null)
        {
            if (window is not { } kept) return;
            rules.Add(new ArtifactRule(
                name, places.Data, $"{agent}/{glob}", kept, AgeSource.Modified, protection, unit, except, wholeDays));
        }
    }
}
