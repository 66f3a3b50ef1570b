using System.Globalization;

namespace ActorSweeper.Adapters.Processes;

/// <summary>One process as the kernel tells it at one instant.</summary>
/// <param name="Pid">Its id, which is used again for another process after its end.</param>
/// <param name="StartTicks">When it started, in clock ticks since the machine did: with the id, this is never used again.</param>
/// <param name="Parent">Its parent's id.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Leader">The leader of its session (in the kernel's sense).</param>
/// <param name="IsZombie">Whether it has ended and waits to be collected.</param>
internal readonly record struct ProcessFacts(int Pid, long StartTicks, int Parent, int Group, int Leader, bool IsZombie)
{
    private const string Root = "/proc";

    /// <summary>Differs after each start of the machine.</summary>
    public static string BootId { get; } = File.ReadAllText(Root + "/sys/kernel/random/boot_id").Trim();

    /// <summary>Reads one process.</summary>
    /// <returns>Null when there is none, or it may not be read.</returns>
    public static ProcessFacts? Of(int pid)
    {
        try
        {
            return Parse(File.ReadAllText(Path(pid, "stat")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether this very process, not another one with its id, still runs.</summary>
    public bool StillRuns() => Of(Pid) is { IsZombie: false } found && found.StartTicks == StartTicks;

    /// <summary>The ids of all processes.</summary>
    public static IEnumerable<int> Pids()
    {
        foreach (var folder in Directory.EnumerateDirectories(Root))
        {
            if (int.TryParse(System.IO.Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var pid))
                yield return pid;
        }
    }

    /// <summary>The marks that a process was started with.</summary>
    public static ProcessMarks? MarksOf(int pid)
    {
        try
        {
            return ProcessMarks.Read(File.ReadAllBytes(Path(pid, "environ")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It has just ended, or it is somebody else's: ours we may read.
        }
    }

    internal static ProcessFacts? Parse(string stat)
    {
        // The second field is the program's name in parentheses; it may itself contain any of these characters.
        var open = stat.IndexOf('(', StringComparison.Ordinal);
        var close = stat.LastIndexOf(')');
        if (open < 0 || close < open)
            return null;
        var fields = stat[(close + 2)..].Split(' ');
        return fields.Length > 19
            ? new ProcessFacts(
                Number(stat[..open]),
                long.Parse(fields[19], CultureInfo.InvariantCulture),
                Number(fields[1]),
                Number(fields[2]),
                Number(fields[3]),
                fields[0] is "Z" or "X")
            : null;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Path(int pid, string file) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{pid}/{file}");
}
