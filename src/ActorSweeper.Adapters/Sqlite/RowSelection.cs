namespace ActorSweeper.Adapters.Sqlite;

/// <summary>Finds the rows of a table whose state is not one of the usual, uninteresting ones.</summary>
internal static class RowSelection
{
    /// <summary>The rows that must be read; all others certainly have one of the states, and nothing in the other column.</summary>
    /// <param name="database">A connection in a read transaction.</param>
    /// <param name="table">The table.</param>
    /// <param name="column">The column with the state.</param>
    /// <param name="states">States that need no reading, in UTF-8.</param>
    /// <param name="emptyColumn">A column that must be NULL or empty as well; null for none.</param>
    /// <returns>Row numbers, ascending; null where SQLite itself must be asked.</returns>
    public static List<long>? Unusual(Database database, string table, string column, byte[][] states, string? emptyColumn)
    {
        using var pages = PageReader.Begin(database);
        if (pages is null || TableLayout.Find(database, pages, table) is not { } layout
            || !layout.Columns.TryGetValue(column, out var state))
        {
            return null;
        }
        var empty = -1;
        if (emptyColumn is not null && !layout.Columns.TryGetValue(emptyColumn, out empty))
            return null;
        return TableScan.Find(
            pages, layout.Root, record => !(IsOneOf(record, state, states) && (empty < 0 || IsEmpty(record, empty))));
    }

    private static bool IsOneOf(ReadOnlySpan<byte> record, int column, byte[][] states)
    {
        if (TableRecord.Column(record, column, out var value) != TableRecord.Kind.Text)
            return false;
        foreach (var state in states)
        {
            if (value.SequenceEqual(state))
                return true;
        }
        return false;
    }

    private static bool IsEmpty(ReadOnlySpan<byte> record, int column) =>
        TableRecord.Column(record, column, out var value) is TableRecord.Kind.Null or TableRecord.Kind.Text && value.IsEmpty;
}
