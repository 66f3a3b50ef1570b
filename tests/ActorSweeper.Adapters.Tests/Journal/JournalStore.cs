using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Tests.Journal;

/// <summary>A place for one journal, empty at first. What the contract needs to know of an implementation.</summary>
public abstract class JournalStore : IAsyncDisposable
{
    private readonly List<IJournal> _opened = [];

    /// <summary>Opens the journal once more, beside those that are open: as the same host after a restart, or as another process.</summary>
    public IJournal Open() => Keep(Create());

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in _opened.OfType<IAsyncDisposable>())
            await journal.DisposeAsync();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Has a journal closed when the store is disposed.</summary>
    protected T Keep<T>(T journal)
        where T : IJournal
    {
        _opened.Add(journal);
        return journal;
    }

    protected abstract IJournal Create();

    protected abstract ValueTask RemoveAsync();
}
