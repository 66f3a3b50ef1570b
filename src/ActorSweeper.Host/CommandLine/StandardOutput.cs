using Microsoft.Win32.SafeHandles;

namespace ActorSweeper.Host.CommandLine;

/// <summary>Standard output that notices when its reader has gone.</summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32;

    /// <summary>Opens it.</summary>
    /// <remarks>
    /// The console's own stream swallows the broken pipe, so that <c>yes | actorsweeper cron - | head</c> would never end. A
    /// file stream reports it, but keeps its own position in a seekable file, over which the next process would write again.
    /// </remarks>
    public static Stream Open()
    {
        try
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? Console.OpenStandardOutput() : stream;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Console.OpenStandardOutput();
        }
    }

    /// <summary>Whether a failure means that nobody reads the output any more.</summary>
    public static bool IsClosed(Exception failure) => failure is IOException { HResult: BrokenPipe };
}
