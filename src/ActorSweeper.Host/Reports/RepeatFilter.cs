namespace ActorSweeper.Host.Reports;

/// <summary>
/// Keeps repeated lines quiet (rule 16): the first is said, the same one again is only counted, and the count is said after
/// 10 minutes and then once an hour. Decides only; the caller says.
/// </summary>
internal sealed class RepeatFilter
{
    private static readonly TimeSpan FirstSummary = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LaterSummaries = TimeSpan.FromHours(1);

    private readonly int _capacity;
    private readonly Dictionary<string, Repeats> _known = new(StringComparer.Ordinal);

    /// <summary>A filter that remembers so many different lines; when there are more, the oldest are forgotten.</summary>
    public RepeatFilter(int capacity) => _capacity = capacity;

    private sealed record Repeats(DateTimeOffset Said, int Quiet, int Summaries);

    /// <summary>Whether a line is to be said now.</summary>
    /// <param name="line">The line, with all that makes it the same or another.</param>
    /// <param name="now">This instant.</param>
    /// <returns>How often it was kept quiet since it was last said; null when it is to be kept quiet now.</returns>
    public int? Hear(string line, DateTimeOffset now)
    {
        if (!_known.TryGetValue(line, out var before))
        {
            if (_known.Count >= _capacity) Forget();
            _known[line] = new Repeats(now, 0, 0);
            return 0;
        }

        var pause = before.Summaries == 0 ? FirstSummary : LaterSummaries;
        if (now - before.Said < pause)
        {
            _known[line] = before with { Quiet = before.Quiet + 1 };
            return null;
        }

        _known[line] = new Repeats(now, 0, before.Summaries + 1);
        return before.Quiet + 1;
    }

    private void Forget()
    {
        foreach (var oldest in _known.OrderBy(known => known.Value.Said).Take((_capacity + 1) / 2).Select(known => known.Key).ToList())
            _known.Remove(oldest);
    }
}
