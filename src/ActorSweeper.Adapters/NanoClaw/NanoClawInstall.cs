using System.Security.Cryptography;
using System.Text;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>The places of one NanoClaw v2 installation and the label of its containers.</summary>
public sealed class NanoClawInstall
{
    /// <summary>Names the places below a root; touches no file.</summary>
    /// <param name="root">The NanoClaw checkout; a relative path counts from the working directory.</param>
    /// <exception cref="ArgumentException">The path is empty or contains a zero character.</exception>
    public NanoClawInstall(string root)
    {
        Root = Normalize(root);
        CentralDatabase = Path.Join(Root, "data", "v2.db");
        SessionsDirectory = Path.Join(Root, "data", "v2-sessions");
    }

    /// <summary>The absolute root, without a slash at its end.</summary>
    public string Root { get; }

    /// <summary>The database of groups and sessions, <c>data/v2.db</c>.</summary>
    public string CentralDatabase { get; }

    /// <summary>The folder of all session folders, <c>data/v2-sessions</c>.</summary>
    public string SessionsDirectory { get; }

    /// <summary>The label that every container of this installation carries, as <c>key=value</c>.</summary>
    public string ContainerLabel => $"nanoclaw-install={Slug(Root)}";

    /// <summary>The installation's short name: the first eight hex digits of SHA-1 over its absolute root.</summary>
    /// <param name="root">The NanoClaw checkout; a relative path counts from the working directory.</param>
    public static string Slug(string root) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Normalize(root))))[..8];

    /// <summary>Where a session's files are, or null when its ids cannot be the names of folders.</summary>
    internal string? SessionDirectory(string? group, string? session) =>
        IsFolderName(group) && IsFolderName(session) ? Path.Join(SessionsDirectory, group, session) : null;

    /// <summary>Whether a path is a session folder of this installation. Decided by its text alone.</summary>
    internal bool Owns(string directory) =>
        Path.IsPathFullyQualified(directory)
        && Path.GetRelativePath(SessionsDirectory, directory).Split('/') is [var group, var session]
        && SessionDirectory(group, session) == directory;

    private static bool IsFolderName(string? id) => id is not (null or "" or "." or "..") && id.AsSpan().IndexOfAny('/', '\0') < 0;

    private static string Normalize(string root) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
}
