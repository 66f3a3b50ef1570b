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
}
