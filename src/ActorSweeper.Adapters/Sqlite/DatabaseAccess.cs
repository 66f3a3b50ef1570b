namespace ActorSweeper.Adapters.Sqlite;

/// <summary>What a connection may do.</summary>
[Flags]
internal enum DatabaseAccess
{
    /// <summary>Read only.</summary>
    Read = 0,

    /// <summary>Read and write; still never create.</summary>
    Write = 1,

    /// <summary>The file may be a symbolic link. Without this a link is refused.</summary>
    FollowLink = 2,

    /// <summary>
    /// Nobody changes the file while it is open: it is read without locks and without looking for a write-ahead log. The only way
    /// to read a file in WAL mode where no file can be created beside it.
    /// </summary>
    Unchanging = 4,
}
