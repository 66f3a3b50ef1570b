using System.Globalization;

namespace ActorSweeper.Adapters.Forge;

/// <summary>The folders that processes work in.</summary>
internal static class ProcessFolders
{
    /// <summary>A process whose working directory is in a folder.</summary>
    /// <returns>Its number; null when there is none, or none that may be looked at.</returns>
    public static int? UsedBy(string folder)
    {
        if (!Directory.Exists("/proc/self"))
            return null;
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && WorksIn(process) is { } place
                && (place == folder || place.StartsWith(folder + "/", StringComparison.Ordinal)))
                return number;
        }

        return null;
    }

    private static string? WorksIn(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is another user's.
            return null;
        }
    }
}
