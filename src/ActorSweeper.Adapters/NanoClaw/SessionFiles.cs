using ActorSweeper.Adapters.Sqlite;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>Opens the two database files of a session, the one way in which they may be opened.</summary>
internal sealed class SessionFiles(SessionFolder folder, TimeSpan block, Action<string, int>? measure)
{
    public SessionFolder Folder { get; } = folder;

    /// <summary>Opens the messages for reading; rolls a killed writer's journal back first, for this is the side that writes.</summary>
    public Database ReadInbound()
    {
        try
        {
            return Read(Folder.Inbound);
        }
        catch (DatabaseException error) when (error.IsHotJournal)
        {
            Recover(Folder.Inbound);
            return Read(Folder.Inbound);
        }
    }

    /// <summary>Opens the acks for reading.</summary>
    /// <exception cref="DatabaseException">
    /// With <see cref="DatabaseException.IsHotJournal"/>: a writer is at work or was killed. Not rolled back here: the container
    /// may be that writer.
    /// </exception>
    public Database ReadOutbound() => Read(Folder.Outbound);

    /// <summary>Opens the messages for writing, with the acks attached as <c>outbound</c> if asked.</summary>
    public Database Write(bool withOutbound)
    {
        var database = Database.Open(Folder.Inbound, DatabaseAccess.Write, block, measure);
        try
        {
            RequireWritable(database, Folder.Inbound, "main");
            if (withOutbound)
                Attach(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Rolls back what a killed writer left half done. Does nothing without a journal.</summary>
    public void Recover(string path)
    {
        if (!File.Exists(SessionFolder.JournalOf(path)))
            return;
        using var database = Database.Open(path, DatabaseAccess.Write, block, measure);
        StoreFaults.OfSession.RequireShareable(database, path);
        database.BeginRead();
    }

    private Database Read(string path)
    {
        var database = Database.Open(path, DatabaseAccess.Read, block, measure);
        try
        {
            StoreFaults.OfSession.RequireShareable(database, path);
            database.BeginRead();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Attach(Database database)
    {
        try
        {
            using var attach = database.Prepare("ATTACH DATABASE ?1 AS outbound").Bind(1, Folder.Outbound);
            attach.Run();
        }
        catch (DatabaseException error)
        {
            throw new DatabaseException(Folder.Outbound, error.Code, error.Message);
        }
        RequireWritable(database, Folder.Outbound, "outbound");
    }

    // SQLite opens a file that may not be written read-only, without a word.
    private static void RequireWritable(Database database, string path, string schema)
    {
        StoreFaults.OfSession.RequireShareable(database, path, schema);
        if (database.IsReadOnly(schema))
            throw StoreFaults.OfSession.NotWritable(path);
    }
}
