namespace ActorSweeper.Adapters.Deletion;

/// <summary>What an entry of a directory is.</summary>
internal enum EntryKind : byte
{
    /// <summary>A file with content.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link, itself.</summary>
    Link,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>A device, or something that this module does not know: never removed.</summary>
    Other,
}
