namespace ActorSweeper.Adapters.Deletion;

/// <summary>How things are called in sentences.</summary>
internal static class Words
{
    public static string Of(EntryKind kind) => kind switch
    {
        EntryKind.File => "a file",
        EntryKind.Directory => "a directory",
        EntryKind.Link => "a link",
        EntryKind.Socket => "a socket",
        EntryKind.Pipe => "a pipe",
        _ => "a device",
    };
}
