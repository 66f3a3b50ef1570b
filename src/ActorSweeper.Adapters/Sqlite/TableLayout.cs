using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace ActorSweeper.Adapters.Sqlite;

/// <summary>Where a table begins in its file and where its columns lie in a record.</summary>
/// <param name="Root">The page at which the table's tree begins.</param>
/// <param name="Columns">The columns' places in a record, by name.</param>
internal sealed record TableLayout(uint Root, IReadOnlyDictionary<string, int> Columns)
{
    private const int MostTexts = 256;

    // The same few definitions stand in thousands of files; having SQLite read one costs as much as opening a file does.
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, int>> KnownColumns = new(StringComparer.Ordinal);

    /// <summary>Finds a table in the schema, without having SQLite read it if its definition was seen before.</summary>
    /// <returns>Null where the table is not there or is not a plain one.</returns>
    public static TableLayout? Find(Database database, PageReader pages, string table)
    {
        var name = Encoding.UTF8.GetBytes(table);
        var definition = "";
        uint root = 0;
        var found = TableScan.Find(pages, root: 1, record =>
        {
            var isTable = Is(record, 0, "table"u8) && Is(record, 1, name);
            if (isTable && TableRecord.Column(record, 4, out var text) == TableRecord.Kind.Text)
                (root, definition) = (PageNumber(record), Encoding.UTF8.GetString(text));
            return isTable;
        });
        return found is [_] && root > 1 && ReadColumns(database, table, definition) is { Count: > 0 } columns
            ? new TableLayout(root, columns)
            : null;
    }

    private static bool Is(ReadOnlySpan<byte> record, int column, ReadOnlySpan<byte> text) =>
        TableRecord.Column(record, column, out var value) == TableRecord.Kind.Text && value.SequenceEqual(text);

    private static uint PageNumber(ReadOnlySpan<byte> record)
    {
        if (TableRecord.Column(record, 3, out var value) != TableRecord.Kind.Integer || value.Length > 4)
            return 0;
        Span<byte> number = stackalloc byte[4];
        number.Clear();
        value.CopyTo(number[(4 - value.Length)..]);
        return BinaryPrimitives.ReadUInt32BigEndian(number);
    }

    private static IReadOnlyDictionary<string, int> ReadColumns(Database database, string table, string definition)
    {
        if (KnownColumns.TryGetValue(definition, out var known))
            return known;
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        using (var rows = database.Prepare("SELECT name, cid, hidden FROM pragma_table_xinfo(?1)").Bind(1, table))
        {
            while (rows.Step())
            {
                // A generated column may have no place in the record: then no place behind it is known.
                if (rows.Number(2) != 0)
                    return KnownColumns[definition] = new Dictionary<string, int>(StringComparer.Ordinal);
                columns[rows.Text(0) ?? ""] = (int)rows.Number(1);
            }
        }
        // A container can write any number of definitions into its file.
        if (KnownColumns.Count >= MostTexts)
            KnownColumns.Clear();
        return KnownColumns[definition] = columns;
    }
}
