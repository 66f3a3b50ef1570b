using System.Text;
using SQLitePCL;

namespace ActorSweeper.Adapters.Sqlite;

/// <summary>A compiled statement of one <see cref="Database"/>. Parameters count from 1, columns from 0.</summary>
internal sealed class Statement(Database database, string sql, sqlite3_stmt handle, Action<string, int>? measure) : IDisposable
{
    private const int MachineSteps = 4;

    public Statement Bind(int parameter, string? value)
    {
        database.Check(value is null
            ? raw.sqlite3_bind_null(handle, parameter)
            : raw.sqlite3_bind_text(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        database.Check(raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <summary>Moves to the next row.</summary>
    /// <returns>False after the last one.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        database.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs from the beginning to the end, ignoring rows, and makes ready to run again.</summary>
    /// <returns>How many rows were changed by an INSERT, UPDATE or DELETE.</returns>
    public int Run()
    {
        while (Step())
        {
        }
        var changes = database.Changes;
        Reset();
        return changes;
    }

    /// <summary>Makes the statement ready to run again; bound values stay.</summary>
    public Statement Reset()
    {
        _ = raw.sqlite3_reset(handle);
        return this;
    }

    /// <summary>The whole text of a column, including zero characters; null for NULL.</summary>
    public string? Text(int column)
    {
        if (raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL)
            return null;
        // The first call makes the bytes UTF-8, the second knows how many there are.
        _ = raw.sqlite3_column_text(handle, column);
        return Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));
    }

    /// <summary>The bytes of a column; none for NULL. Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>A column as a whole number: 0 for NULL and for text that is none.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>A column as a number: 0 for NULL and for text that is none.</summary>
    public double Real(int column) => raw.sqlite3_column_double(handle, column);

    public void Dispose()
    {
        measure?.Invoke(sql, raw.sqlite3_stmt_status(handle, MachineSteps, 0));
        handle.Dispose();
    }
}
