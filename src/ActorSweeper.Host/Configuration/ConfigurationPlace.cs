namespace ActorSweeper.Host.Configuration;

/// <summary>Which file is the user's configuration.</summary>
internal static class ConfigurationPlace
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "ACTORSWEEPER_CONFIG";

    /// <summary>The file that is looked for in the working directory.</summary>
    public const string FileName = "actorsweeper.conf";

    /// <summary>The file that is looked for last.</summary>
    public const string SystemFile = "/etc/actorsweeper/actorsweeper.conf";

    /// <summary>
    /// The file that was asked for, else the one that <see cref="Variable"/> names, else <see cref="FileName"/> in the working
    /// directory, else <see cref="SystemFile"/>; null when there is none of them.
    /// </summary>
    /// <param name="asked">What the command line names; null when nothing.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="directory">The working directory.</param>
    public static string? Find(string? asked, IReadOnlyDictionary<string, string> environment, string directory)
    {
        if (asked is not null) return asked;
        if (environment.GetValueOrDefault(Variable) is { Length: > 0 } named) return named;
        if (File.Exists(Path.Combine(directory, FileName))) return FileName;
        return File.Exists(SystemFile) ? SystemFile : null;
    }
}
