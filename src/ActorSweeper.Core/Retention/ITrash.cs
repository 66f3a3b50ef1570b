namespace ActorSweeper.Core.Retention;

/// <summary>The port to what a janitor has moved into its trash, and can bring back.</summary>
public interface ITrash
{
    /// <summary>Brings things back to where they were. Nothing that is there now is replaced.</summary>
    /// <param name="isWanted">Whether the thing that was at this path is to come back.</param>
    /// <param name="cancellation">No further one is begun.</param>
    IAsyncEnumerable<ItemOutcome> RestoreAsync(Predicate<string> isWanted, CancellationToken cancellation);
}
