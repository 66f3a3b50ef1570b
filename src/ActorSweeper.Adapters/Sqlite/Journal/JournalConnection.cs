namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>One connection to a journal's file, with its compiled statements. For one thread at a time.</summary>
internal sealed class JournalConnection(Database database) : IDisposable
{
    // The texts are constants, so that the reference tells one from the other.
    private readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    public Database Database { get; } = database;

    /// <summary>The numbers of streams that were looked up here; a stream keeps its number for good.</summary>
    public Dictionary<string, long> Streams { get; } = new(StringComparer.Ordinal);

    /// <summary>A statement, compiled at its first use; to be disposed when its rows are read, which makes it ready again.</summary>
    /// <param name="sql">A constant.</param>
    /// <param name="statement">The statement.</param>
    public Use Use(string sql, out Statement statement)
    {
        if (!_statements.TryGetValue(sql, out var known))
            _statements.Add(sql, known = Database.Prepare(sql));
        statement = known;
        return new Use(known);
    }

    /// <summary>Runs a statement to its end.</summary>
    /// <param name="sql">A constant.</param>
    public void Run(string sql)
    {
        using var use = Use(sql, out var statement);
        _ = statement.Run();
    }

    /// <summary>The first column of the first row as a whole number; null without a row, and for NULL.</summary>
    /// <param name="sql">A constant.</param>
    /// <param name="parameters">The parameters, in their order.</param>
    public long? Number(string sql, params ReadOnlySpan<long> parameters)
    {
        using var use = Use(sql, out var statement);
        for (var index = 0; index < parameters.Length; index++)
            _ = statement.Bind(index + 1, parameters[index]);
        return statement.Step() && statement.Text(0) is not null ? statement.Number(0) : null;
    }

    /// <summary>Begins a transaction that sees one state of the journal.</summary>
    public void Begin() => Run("BEGIN");

    /// <summary>Begins a transaction that writes: waits for other writers here, and not in its midst.</summary>
    public void BeginWrite() => Run("BEGIN IMMEDIATE");

    /// <summary>Ends a transaction. What it wrote is durable afterwards.</summary>
    public void Commit() => Run("COMMIT");

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        Database.Dispose();
    }
}

/// <summary>The use of a statement: disposing it ends the statement's hold on the file.</summary>
internal readonly record struct Use(Statement Statement) : IDisposable
{
    public void Dispose() => Statement.Reset();
}
