using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Tests.Journal;

/// <summary>A place for one journal, empty at first. What the contract needs to know of an implementation.</summary>
public abstract class JournalStore : IAsyncDisposable
{
    private readonly List<IJournal> _opened = [];

    /// <summary>Opens the journal once more, beside those that are open: as the same host after a restart, or as another process.</summary>
    public IJournal Open()
    {
        var journal = Create();
        _opened.Add(journal);
        return journal;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in _opened.OfType<IAsyncDisposable>())
            await journal.DisposeAsync();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract IJournal Create();

    protected abstract ValueTask RemoveAsync();
}
