using System.Text;

namespace ActorSweeper.Adapters.Launching;

/// <summary>The last lines of what a program wrote.</summary>
internal static class LastLines
{
    private const int MaxLineLength = 2000;

    /// <summary>The last lines that are not blank, oldest first, long ones cut.</summary>
    /// <param name="output">The output, or its end; UTF-8, wrong bytes are replaced.</param>
    /// <param name="count">At most how many.</param>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> output, int count)
    {
        var lines = Encoding.UTF8.GetString(output)
            .Split('\n')
            .Select(line => line.TrimEnd())
            .Where(line => line.Length > 0)
            .Select(line => line.Length > MaxLineLength ? line[..MaxLineLength] + "…" : line)
            .ToArray();
        return lines.Length > count ? lines[^count..] : lines;
    }
}
