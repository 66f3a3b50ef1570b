using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Docker;

/// <summary>The labels that tell what a container is for: NanoClaw's names, and a name of our own for other installations.</summary>
internal static class ContainerLabels
{
    public const string NanoClawSession = "nanoclaw-session";
    public const string Session = "actorsweeper.session";
    public const string Group = "nanoclaw-group";
    public const string Role = "nanoclaw-role";

    /// <summary>On containers that are removed when they have ended, after their last lines were read: the engine's own removal
    /// would take these with it.</summary>
    public const string AutoRemove = "actorsweeper.auto-remove";

    /// <summary>Where a session's folder is mounted; in older versions the only link from a container to its session.</summary>
    public const string Workspace = "/workspace";

    public static SessionId? SessionOf(IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null)
            return null;
        return (labels.TryGetValue(Session, out var id) || labels.TryGetValue(NanoClawSession, out id)) && id.Length > 0
            ? new SessionId(id)
            : null;
    }

    public static string? WorkspaceOf(IReadOnlyList<MountPoint>? mounts) =>
        mounts?.FirstOrDefault(mount => mount.Destination == Workspace)?.Source;
}
