namespace ActorSweeper.Adapters.Docker;

/// <summary>
/// The container that this process itself runs in, if it does. No single place tells it everywhere: the engine binds files of
/// the container's own folder into it, older control groups carry its id, and the host name is the id's beginning by default.
/// </summary>
internal sealed class OwnContainer
{
    private const int IdLength = 64;
    private const int ShortIdLength = 12;

    // The root of a mount at any other place may name another container: a host sees the mounts of all of them.
    private static readonly string[] BoundFiles = ["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"];

    private readonly string[] _prefixes;

    public OwnContainer(params IEnumerable<string> idPrefixes) => _prefixes = [.. idPrefixes.Distinct()];

    public static OwnContainer Detect() => Parse(
        ReadOrEmpty("/proc/self/mountinfo"), ReadOrEmpty("/proc/self/cgroup"), Environment.MachineName);

    /// <summary>Collects what may be the id.</summary>
    /// <param name="mountInfo">The content of <c>/proc/self/mountinfo</c>.</param>
    /// <param name="controlGroups">The content of <c>/proc/self/cgroup</c>.</param>
    /// <param name="hostName">The host's name.</param>
    public static OwnContainer Parse(string mountInfo, string controlGroups, string hostName)
    {
        var found = new List<string>();
        foreach (var line in mountInfo.Split('\n'))
        {
            var fields = line.Split(' ');
            if (fields.Length > 4 && BoundFiles.Contains(fields[4]))
                found.AddRange(IdsIn(fields[3]));
        }

        foreach (var line in controlGroups.Split('\n'))
            found.AddRange(IdsIn(line));
        if (hostName.Length == ShortIdLength && hostName.All(char.IsAsciiHexDigitLower))
            found.Add(hostName);
        return new OwnContainer(found);
    }

    /// <summary>Whether the container is the own one.</summary>
    public bool Is(string containerId) => Array.Exists(_prefixes, prefix => containerId.StartsWith(prefix, StringComparison.Ordinal));

    private static IEnumerable<string> IdsIn(string path) =>
        from part in path.Split('/', ':', '-', '.')
        where part.Length == IdLength && part.All(char.IsAsciiHexDigitLower)
        select part;

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
