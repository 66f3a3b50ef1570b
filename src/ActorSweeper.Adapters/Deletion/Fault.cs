using System.Runtime.InteropServices;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>What an error number means for one thing, and what helps.</summary>
internal static class Fault
{
    /// <summary>An exception for a call that has just failed in this thread.</summary>
    /// <param name="path">The thing, as people may see it.</param>
    /// <param name="doing">What was tried, such as <c>open</c>.</param>
    public static DeletionException Last(string path, string doing)
    {
        var error = Marshal.GetLastPInvokeError();
        return new DeletionException(Text(path, doing, error), error);
    }

    /// <summary>One sentence.</summary>
    /// <param name="path">The thing, as people may see it.</param>
    /// <param name="doing">What was tried, such as <c>open</c>.</param>
    /// <param name="error">The system's error number.</param>
    public static string Text(string path, string doing, int error)
    {
        var remedy = error switch
        {
            Errno.NotThere => "it is not there",
            Errno.AccessDenied =>
                $"permission denied: give user {SystemCalls.EffectiveUser()} the right to read, write and enter its directory",
            Errno.NotPermitted =>
                "not permitted: it, or its directory, may be immutable or append-only (lsattr, chattr -i), or belong to another user",
            Errno.Busy => "it is in use as a mount point: unmount it first",
            Errno.OtherDevice => "it is on another file system, or a mount point: unmount it, or configure it as a root of its own",
            Errno.NoDirectory or Errno.TooManyLinks =>
                "it, or a directory on the way, is not a directory or is a link: links are not followed",
            Errno.ReadOnlyFileSystem => "its file system is read-only: remount it read-write",
            Errno.NotEmpty => "it is not empty: something was put into it meanwhile",
            Errno.Exists => "there is one of that name already: it is not replaced",
            Errno.Invalid => "its file system cannot do that without replacing what may be there",
            Errno.NoSpace => "there is no space left on its file system",
            Errno.NameTooLong => "the name is too long for its file system",
            Errno.TooManyFiles => "this process has too many open files: raise its limit (ulimit -n)",
            _ => Marshal.GetPInvokeErrorMessage(error),
        };
        return $"{path}: cannot {doing}: {remedy}";
    }
}
