namespace ActorSweeper.Adapters.Artifacts;

/// <summary>What a rule looks at as one thing.</summary>
public enum ArtifactUnit
{
    /// <summary>Each file, and each link as itself. Directories are left alone.</summary>
    File,

    /// <summary>
    /// Each <c>ID.jsonl</c> together with the directory <c>ID</c> beside it, as old as the newest file among them; a directory whose
    /// transcript is gone, by itself. The directory goes first, so that what is interrupted is found again.
    /// </summary>
    Transcript,

    /// <summary>Each file, and each directory as a whole, as old as the newest file in it.</summary>
    Entry,
}

/// <summary>What a thing's age is counted from.</summary>
public enum AgeSource
{
    /// <summary>The last change of its content.</summary>
    Modified,

    /// <summary>The last change of anything about it: nobody can set it back, and a copied or moved file is young.</summary>
    Changed,

    /// <summary>The end of the day (UTC) that its name holds as YYYY-MM-DD or YYYYMMDD.</summary>
    NameDate,
}

/// <summary>What keeps a thing although it has expired.</summary>
public enum ArtifactProtection
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its name, without the extension, is the id of an active session.</summary>
    Stem,

    /// <summary>One of the ids in its name is that of an active session.</summary>
    AnyId,
}

/// <summary>One rule: which things go, and when.</summary>
/// <param name="Name">Its name in reports, such as <c>debug-logs</c>.</param>
/// <param name="Root">The absolute path of the directory that it is confined to.</param>
/// <param name="Glob">
/// The path of the things beneath the root: <c>*</c> is any part of one name (also of one that begins with a dot), <c>?</c> one
/// character, <c>**</c> any number of directories, down to 256 of them; at the end it is all that is in them. Links on the way are not
/// followed.
/// </param>
/// <param name="Age">How old a thing may become: exactly as old stays. Above zero.</param>
/// <param name="Source">What the age is counted from.</param>
/// <param name="Protection">What keeps a thing although it has expired.</param>
/// <param name="Unit">What is one thing.</param>
/// <param name="Except">Names that are never touched.</param>
/// <param name="WholeDays">
/// Whether ages are cut to whole days before they are compared, as <c>find -mtime +N</c> does: seven days are then exceeded at eight.
/// </param>
public sealed record ArtifactRule(
    string Name,
    string Root,
    string Glob,
    TimeSpan Age,
    AgeSource Source = AgeSource.Modified,
    ArtifactProtection Protection = ArtifactProtection.None,
    ArtifactUnit Unit = ArtifactUnit.File,
    IReadOnlyList<string>? Except = null,
    bool WholeDays = false)
{
    /// <summary>Whether something is a pattern for <see cref="Glob"/>: it leads downwards, step by step.</summary>
    public static bool IsGlob(string text) => text.Split('/').All(step => step is not ("" or "." or "..") && !step.Contains('\0'));
}
