using ActorSweeper.Adapters.Launching;

namespace ActorSweeper.Adapters.Processes;

/// <summary>
/// The file that a session's process writes its output to. It is a file and not a pipe so that the process outlives this one;
/// its size is bounded by cutting it while it is written, which appending writers do not notice.
/// </summary>
internal static class ProcessLog
{
    private const int MaxReadBytes = 64 * 1024;
    private const int LastLineCount = 10;

    /// <summary>Begins an empty log.</summary>
    public static void Begin(string path) => File.WriteAllBytes(path, []);

    /// <summary>Cuts a log that has grown too long to its last quarter. What is written during the cut may be lost.</summary>
    public static void Cut(string path, long maxBytes)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true } found || found.Length <= maxBytes)
                return;
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            var end = new byte[Math.Min(maxBytes / 4, file.Length)];
            file.Seek(-end.Length, SeekOrigin.End);
            file.ReadExactly(end);
            // The end is in its new place before the rest goes: the log is never empty, not even where this fails in between.
            file.Seek(0, SeekOrigin.Begin);
            file.Write(end);
            file.Flush();
            file.SetLength(end.Length);
        }
        catch (IOException)
        {
            // The next look tries again.
        }
    }

    /// <summary>The last lines; none when there is no log.</summary>
    public static IReadOnlyList<string> LastLinesOf(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var end = new byte[Math.Min(file.Length, MaxReadBytes)];
            file.Seek(-end.Length, SeekOrigin.End);
            var read = file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
            return LastLines.Of(end.AsSpan(0, read), LastLineCount);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
