using System.Globalization;
using System.Text;

namespace ActorSweeper.Adapters.Processes;

/// <summary>
/// The environment variables by which our processes are recognised. They come into being together with the process, so there
/// is no instant at which it runs and cannot be found; its children inherit them.
/// </summary>
/// <param name="Install">Whose it is.</param>
/// <param name="Container">Which life of which session: the container's id.</param>
/// <param name="Session">The session's id.</param>
/// <param name="Directory">The session's folder.</param>
/// <param name="StartedAt">When it was started, to the millisecond.</param>
internal sealed record ProcessMarks(string Install, string Container, string Session, string Directory, DateTimeOffset StartedAt)
{
    public const string Prefix = "ACTORSWEEPER_";

    private const string InstallKey = Prefix + "INSTALL";
    private const string ContainerKey = Prefix + "CONTAINER";
    private const string SessionKey = Prefix + "SESSION";
    private const string DirectoryKey = Prefix + "SESSION_DIR";
    private const string StartedKey = Prefix + "STARTED_MS";

    public IEnumerable<KeyValuePair<string, string>> ToEnvironment() =>
    [
        new(InstallKey, Install),
        new(ContainerKey, Container),
        new(SessionKey, Session),
        new(DirectoryKey, Directory),
        new(StartedKey, StartedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Reads the marks from the content of <c>/proc/pid/environ</c>.</summary>
    /// <returns>Null when they are not there.</returns>
    public static ProcessMarks? Read(ReadOnlySpan<byte> environment)
    {
        // Nearly every process on the machine has none: this finds that out without decoding anything.
        if (environment.IndexOf("ACTORSWEEPER_INSTALL="u8) < 0)
            return null;
        var found = new Dictionary<string, string>();
        foreach (var range in environment.Split((byte)0))
        {
            var variable = environment[range];
            if (!variable.StartsWith("ACTORSWEEPER_"u8))
                continue;
            var parts = Encoding.UTF8.GetString(variable).Split('=', 2);
            if (parts.Length == 2)
                found.TryAdd(parts[0], parts[1]);
        }

        return found.TryGetValue(InstallKey, out var install)
            && found.TryGetValue(ContainerKey, out var container)
            && found.TryGetValue(SessionKey, out var session)
            && found.TryGetValue(DirectoryKey, out var directory)
            && long.TryParse(found.GetValueOrDefault(StartedKey), CultureInfo.InvariantCulture, out var started)
            ? new ProcessMarks(install, container, session, directory, DateTimeOffset.FromUnixTimeMilliseconds(started))
            : null;
    }
}
