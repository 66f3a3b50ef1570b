namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>Where a journal is and how it is used.</summary>
/// <param name="Path">The file, usually <c>state.db</c> in the data directory. Two files beside it, <c>-wal</c> and <c>-shm</c>,
/// belong to it while it is open, and after a crash.</param>
/// <param name="Access">What may be done with it.</param>
/// <param name="BusyTimeout">How long another program's lock is waited for, from zero, in whole milliseconds; then the call fails as
/// locked.</param>
public sealed record SqliteJournalOptions(string Path, JournalAccess Access, TimeSpan BusyTimeout);
