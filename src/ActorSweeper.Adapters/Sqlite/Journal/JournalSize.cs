namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>How large a journal is.</summary>
/// <param name="Total">The file, in bytes.</param>
/// <param name="Used">The part of it that holds content, in bytes.</param>
internal readonly record struct JournalSize(long Total, long Used)
{
    public static JournalSize Of(JournalConnection connection)
    {
        connection.Begin();
        var page = connection.Number("PRAGMA page_size") ?? 0;
        var pages = connection.Number("PRAGMA page_count") ?? 0;
        var free = connection.Number("PRAGMA freelist_count") ?? 0;
        connection.Commit();
        return new JournalSize(pages * page, (pages - free) * page);
    }
}
