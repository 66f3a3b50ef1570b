using Microsoft.Data.Sqlite;

namespace ActorSweeper.Host.Demo;

/// <summary>A SQLite file of the demo's workspace, handled as its owner does: opened, used and closed.</summary>
internal static class DemoFile
{
    static DemoFile() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Runs statements on a file, which is created if it is missing.</summary>
    public static void Execute(string path, string sql, params (string Name, object? Value)[] parameters)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>Reads rows of text from an existing file.</summary>
    public static IReadOnlyList<string?[]> Read(string path, string sql, params (string Name, object? Value)[] parameters)
    {
        using var connection = Open(path, SqliteOpenMode.ReadOnly);
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            var row = new string?[reader.FieldCount];
            for (var column = 0; column < row.Length; column++) row[column] = reader.IsDBNull(column) ? null : reader.GetString(column);
            rows.Add(row);
        }

        return rows;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        using var patience = connection.CreateCommand();
        patience.CommandText = "PRAGMA busy_timeout = 5000";
        patience.ExecuteNonQuery();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
