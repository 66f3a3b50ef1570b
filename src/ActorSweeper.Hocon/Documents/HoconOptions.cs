namespace ActorSweeper.Hocon;

/// <summary>What parsing and resolving take from outside the documents.</summary>
public sealed record HoconOptions
{
    /// <summary>The process environment, and relative names under the current directory.</summary>
    public static HoconOptions Default { get; } = new();

    /// <summary>
    /// Looks up an environment variable; null when it is not set. Asked only for substitutions that the configuration does not define.
    /// </summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>
    /// The directory of relative names in <c>include file("...")</c> and of the includes of a text; null for the current directory.
    /// </summary>
    public string? WorkingDirectory { get; init; }

    internal string Directory => Path.GetFullPath(WorkingDirectory ?? System.IO.Directory.GetCurrentDirectory());
}
