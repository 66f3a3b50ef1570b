using ActorSweeper.Adapters.Tests.Journal;

namespace ActorSweeper.Adapters.Tests.Sqlite.Journal;

public sealed class JournalKeeping() : JournalContract(new SqliteStore());

public sealed class JournalCompacting() : CompactionContract(new SqliteStore());
