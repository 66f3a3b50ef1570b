using System.Globalization;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>What happened, line by line. Its hash tells whether two runs were the same.</summary>
internal sealed class Transcript(bool keeps)
{
    private readonly List<string> _lines = [];

    /// <summary>All lines; empty unless they are kept.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The hash of all lines.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    public void Add(TimeSpan at, string text)
    {
        foreach (var character in text) Hash = (Hash ^ character) * 1099511628211;
        Hash = (Hash ^ (ulong)at.Ticks) * 1099511628211;
        if (keeps) _lines.Add($"{At(at)}  {text}");
    }

    private static string At(TimeSpan at) => at.Days > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{at.Days}d {at:hh\\:mm\\:ss\\.fff}")
        : at.ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
}
