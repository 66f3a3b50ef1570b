using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>A root as it was when the plan was made.</summary>
/// <param name="Path">As configured.</param>
/// <param name="Facts">Of the directory that it led to.</param>
internal sealed record PlannedRoot(string Path, EntryFacts Facts);

/// <summary>One thing in a plan. Kept small: there may be hundreds of thousands; its texts are made when they are asked for.</summary>
/// <param name="Root">Where it is.</param>
/// <param name="Rule">Whose it is; null for what is removed whatever its age (the trash, the rest of an interrupted removal).</param>
/// <param name="Folder">The directory that it is in.</param>
/// <param name="Entry">It.</param>
/// <param name="Companion">The directory that goes with it; null when there is none.</param>
/// <param name="Instant">What its age is counted from.</param>
/// <param name="Bytes">What its removal frees.</param>
/// <param name="Note">Why it is kept, or why it goes whatever its age; null when it has expired.</param>
/// <param name="IsKept">Whether it is only told about.</param>
internal sealed record PlannedUnit(
    PlannedRoot Root,
    ArtifactRule? Rule,
    FolderPath Folder,
    Entry Entry,
    CompanionFolder? Companion,
    DateTimeOffset Instant,
    long Bytes,
    string? Note = null,
    bool IsKept = false);

/// <summary>The directory of tool results beside a transcript.</summary>
/// <param name="Entry">It.</param>
internal sealed record CompanionFolder(Entry Entry);
