using System.Globalization;
using ActorSweeper.Adapters.Launching;

namespace ActorSweeper.Adapters.Docker;

/// <summary>
/// Whether the user that a container runs as may write the folder it works in. A runner that may not ends within a second,
/// each time, with a text that nobody sees (F58).
/// </summary>
internal static class WritableFolder
{
    /// <summary>Decides from the permission bits.</summary>
    /// <param name="user">As the template has it: <c>uid</c> or <c>uid:gid</c>. A name cannot be decided, nor can none.</param>
    /// <param name="folder">The folder's owner, group and permissions.</param>
    /// <returns>False only when it is certain.</returns>
    public static bool IsWritableFor(string? user, FileOwner folder)
    {
        var parts = (user ?? "").Split(':');
        if (!uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var uid) || uid == 0)
            return true;
        const UnixFileMode ByOwner = UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode ByGroup = UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
        const UnixFileMode ByOther = UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (uid == folder.UserId)
            return (folder.Mode & ByOwner) == ByOwner;
        var groupKnown = uint.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out var gid);
        var maybeInGroup = !groupKnown || gid == folder.GroupId;
        return (maybeInGroup && (folder.Mode & ByGroup) == ByGroup) || (folder.Mode & ByOther) == ByOther;
    }
}
