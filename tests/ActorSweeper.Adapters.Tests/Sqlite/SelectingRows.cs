using System.Globalization;
using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.Sqlite;

public sealed class SelectingRows : IDisposable
{
    private static readonly byte[][] Done = ["completed"u8.ToArray(), "failed"u8.ToArray()];

    private readonly string _folder = Directory.CreateTempSubdirectory("rows-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(65536)]
    public void Exactly_the_rows_that_SQLite_selects_are_found_in_files_of_every_history(int pageSize)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var path = Build(pageSize, new Random(seed * 131 + pageSize), rows: seed * seed * 12);

            var expected = SqliteScript.Rows(
                path,
                "SELECT rowid FROM t WHERE NOT (typeof(state) = 'text' AND state IN ('completed', 'failed') " +
                "AND typeof(coalesce(cron, '')) = 'text' AND coalesce(cron, '') = '') OR state IS NULL ORDER BY rowid");

            Unusual(path).ShouldNotBeNull().Select(static row => row.ToString(CultureInfo.InvariantCulture)).ShouldBe(expected);
        }
    }

    [Fact]
    public void A_state_that_lies_on_an_overflow_page_is_read_by_SQLite()
    {
        var path = Path.Join(_folder, "overflow.db");
        SqliteScript.Execute(
            path, "CREATE TABLE t (big TEXT, state TEXT, cron TEXT); INSERT INTO t VALUES (printf('%.*c', 9000, 'x'), 'completed', NULL)");

        Unusual(path).ShouldBe([1L]);
    }

    [Theory]
    [InlineData("CREATE TABLE t (id TEXT PRIMARY KEY, state TEXT, cron TEXT) WITHOUT ROWID")]
    [InlineData("CREATE TABLE t (x INTEGER, y INTEGER GENERATED ALWAYS AS (x + 1), state TEXT, cron TEXT)")]
    [InlineData("CREATE TABLE other (state TEXT)")]
    [InlineData("CREATE TABLE t (state TEXT)")]
    [InlineData("CREATE VIEW t AS SELECT 'completed' AS state, NULL AS cron")]
    [InlineData("PRAGMA encoding = 'UTF-16'; CREATE TABLE t (state TEXT, cron TEXT)")]
    public void What_is_not_a_plain_table_is_left_to_SQLite(string sql)
    {
        var path = Path.Join(_folder, "odd.db");
        SqliteScript.Execute(path, sql);

        Unusual(path).ShouldBeNull();
    }

    [Fact]
    public void A_damaged_file_ends_the_walk_and_nothing_else()
    {
        var whole = File.ReadAllBytes(Build(1024, new Random(7), rows: 800));
        var path = Path.Join(_folder, "damaged.db");
        var draws = new Random(42);
        for (var round = 0; round < 400; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var flip = draws.Next(1, 40); flip > 0; flip--)
                bytes[draws.Next(100, bytes.Length)] = (byte)draws.Next(256);
            File.WriteAllBytes(path, bytes);

            try
            {
                _ = Unusual(path);
            }
            catch (DatabaseException)
            {
                // SQLite itself noticed the damage.
            }
        }
    }

    private string Build(int pageSize, Random draws, int rows)
    {
        var path = Path.Join(_folder, Path.GetRandomFileName());
        SqliteScript.Execute(
            path, $"PRAGMA page_size = {pageSize}; CREATE TABLE t (id TEXT PRIMARY KEY, state TEXT, n, cron TEXT, body TEXT)");
        using var connection = SqliteScript.Open(path);
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            INSERT INTO t (rowid, id, state, n, cron, body)
            VALUES ($row, 'id-' || $row, CASE $kind WHEN 0 THEN 'pending' WHEN 1 THEN NULL WHEN 2 THEN 'failed' WHEN 3 THEN 'complete'
              WHEN 4 THEN x'636f6d706c65746564' ELSE 'completed' END,
              CASE $kind WHEN 5 THEN 1.5 WHEN 6 THEN 123456789012 WHEN 7 THEN x'00ff' ELSE 1 END,
              CASE $cron WHEN 0 THEN '* * * * *' WHEN 1 THEN '' ELSE NULL END, printf('%.*c', $size, 'y'))
            """;
        foreach (var name in new[] { "$row", "$kind", "$cron", "$size" })
            _ = command.Parameters.AddWithValue(name, 0);
        var number = 0L;
        for (var row = 0; row < rows; row++)
        {
            number += draws.Next(1, row % 50 == 0 ? 1_000_000_000 : 3);
            command.Parameters["$row"].Value = number;
            command.Parameters["$kind"].Value = draws.Next(30);
            command.Parameters["$cron"].Value = draws.Next(20);
            command.Parameters["$size"].Value = draws.Next(20) == 0 ? draws.Next(5_000) : draws.Next(80);
            _ = command.ExecuteNonQuery();
        }
        transaction.Commit();
        SqliteScript.Execute(
            path,
            """
            DELETE FROM t WHERE rowid % 7 = 3;
            ALTER TABLE t ADD COLUMN late TEXT DEFAULT 'x';
            UPDATE t SET body = body || body WHERE rowid % 11 = 0;
            INSERT INTO t (id, state, late) VALUES ('last', 'pending', 'y'), ('negative', 'completed', NULL);
            UPDATE t SET rowid = -5 WHERE id = 'negative';
            """);
        return path;
    }

    private static List<long>? Unusual(string path)
    {
        using var database = Database.Open(path, DatabaseAccess.Read, TimeSpan.Zero);
        database.BeginRead();
        return RowSelection.Unusual(database, "t", "state", Done, "cron");
    }
}
