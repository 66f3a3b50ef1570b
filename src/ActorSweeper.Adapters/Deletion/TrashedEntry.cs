namespace ActorSweeper.Adapters.Deletion;

/// <summary>Something in the trash.</summary>
/// <param name="Place">The directory in the trash that it is in.</param>
/// <param name="Origin">The directory that it was in.</param>
/// <param name="Entry">It, under the name that it had.</param>
/// <param name="At">The instant of the run that put it there.</param>
internal sealed record TrashedEntry(FolderPath Place, FolderPath Origin, Entry Entry, DateTimeOffset At)
{
    /// <summary>Where it was, absolute, as people may see it.</summary>
    public string Path => Origin.Of(Entry);
}

/// <summary>All that one run has put into the trash.</summary>
/// <param name="Folder">The trash.</param>
/// <param name="Entry">The run's directory in it.</param>
/// <param name="At">The instant of the run.</param>
/// <param name="Frees">What its removal frees, in bytes.</param>
internal sealed record TrashedRun(FolderPath Folder, Entry Entry, DateTimeOffset At, long Frees);
