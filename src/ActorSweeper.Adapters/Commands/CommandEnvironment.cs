using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Commands;

/// <summary>What commands are told about the session, besides their arguments.</summary>
internal static class CommandEnvironment
{
    public static IEnumerable<KeyValuePair<string, string>> For(Session? session, string reason) =>
    [
        new("ACTORSWEEPER_SESSION", session?.Id.Value ?? ""),
        new("ACTORSWEEPER_GROUP", session?.Group ?? ""),
        new("ACTORSWEEPER_GROUP_FOLDER", session?.GroupFolder ?? ""),
        new("ACTORSWEEPER_SESSION_DIR", session?.Directory ?? ""),
        new("ACTORSWEEPER_REASON", reason),
    ];
}
