using ActorSweeper.Core.Scheduling;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>The slots that have been fired: the first entry of an id is the only one.</summary>
internal static class SlotEntries
{
    /// <summary>Far more than any clock is set back.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(35);

    private const string Enter = "INSERT OR IGNORE INTO slot (id, at, node, entered) VALUES (?1, ?2, ?3, ?4)";

    private const string Forget = "DELETE FROM slot WHERE entered < ?1";

    /// <summary>Enters a slot, and forgets the oldest ones.</summary>
    /// <returns>Whether it was not there before.</returns>
    public static bool Claim(JournalConnection connection, Slot slot, string node, DateTimeOffset now)
    {
        connection.BeginWrite();
        using (connection.Use(Forget, out var old)) old.Bind(1, JournalTime.Of(now - KeptFor)).Run();
        long entered;
        using (connection.Use(Enter, out var insert))
        {
            insert.Bind(1, slot.Id).Bind(2, JournalTime.Of(slot.At)).Bind(3, node).Bind(4, JournalTime.Of(now)).Run();
            entered = connection.Database.Changes;
        }
        connection.Commit();
        return entered == 1;
    }
}
