using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ActorSweeper.Workspaces;

/// <summary>Runs statements on a SQLite file, creating it if need be; each call opens and closes the file.</summary>
public static class SqliteScript
{
    static SqliteScript() => Batteries_V2.Init();

    /// <summary>Runs statements without a result.</summary>
    public static void Execute(string path, string sql, params (string Name, object? Value)[] parameters)
    {
        using var connection = Open(path);
        using var command = Command(connection, sql, parameters);
        _ = command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row as text; null without a row.</summary>
    public static string? Scalar(string path, string sql, params (string Name, object? Value)[] parameters)
    {
        using var connection = Open(path);
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToString(value) : null;
    }

    /// <summary>All rows, each as its columns joined by a bar.</summary>
    public static IReadOnlyList<string> Rows(string path, string sql, params (string Name, object? Value)[] parameters)
    {
        using var connection = Open(path);
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(index => Convert.ToString(reader.GetValue(index)))));
        return rows;
    }

    /// <summary>An open connection; the caller disposes it.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            _ = command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
