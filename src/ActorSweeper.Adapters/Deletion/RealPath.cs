using System.Runtime.InteropServices;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>Paths without links: .NET resolves the last component only.</summary>
internal static partial class RealPath
{
    /// <summary>The path with the links in all its components resolved; null when there is nothing, or it may not be looked at.</summary>
    public static string? Of(string path)
    {
        if (path.Contains('\0')) return null;
        var resolved = Resolve(path, 0);
        if (resolved == 0) return null;
        try
        {
            return Marshal.PtrToStringUTF8(resolved);
        }
        finally
        {
            Free(resolved);
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Resolve(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Free(nint memory);
}
