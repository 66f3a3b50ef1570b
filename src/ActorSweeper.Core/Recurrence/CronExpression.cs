using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace ActorSweeper.Core.Recurrence;

/// <summary>A recurring schedule in cron's notation. Immutable; safe to share between threads.</summary>
/// <remarks>
/// <para>
/// Five fields (minute, hour, day of month, month, day of week) or six with seconds first, separated by white space;
/// or <c>@yearly @annually @monthly @weekly @weekdays @weekends @daily @midnight @hourly @minutely @secondly</c>.
/// Each field takes <c>*</c>, <c>?</c> (the same), values, names (JAN, MON; any case), <c>a-b</c>, <c>a-b/n</c>,
/// <c>a/n</c>, <c>*/n</c> and lists of these. Day of month also takes <c>L</c> (last day), <c>L-n</c>, <c>nW</c>
/// (working day nearest to the n-th, in the same month) and <c>LW</c>; day of week takes <c>dL</c> (last of the month)
/// and <c>d#n</c> (n-th of the month), and both 0 and 7 for Sunday. When both day fields are restricted, either may match.
/// </para>
/// <para>
/// Occurrences are wall-clock times of a zone. In spring, runs inside the gap happen once, at its end, unless the
/// expression fires in all 24 hours. In autumn, times fixed in second, minute and hour (no <c>*</c>, <c>?</c>, range
/// or step) run in the first pass only, all others in both. The rules of field failures F75 and F79.
/// </para>
/// </remarks>
public sealed class CronExpression
{
    /// <summary>So many are remembered, and none that is longer: sessions write whatever they like.</summary>
    private const int MostKnown = 4096;
    private const int LongestKnown = 128;

    private static readonly ConcurrentDictionary<string, (CronExpression?, CronFormatException?)> Known = new(StringComparer.Ordinal);

    private readonly WallSchedule _schedule;

    private CronExpression(string text, WallSchedule schedule)
    {
        Text = text;
        _schedule = schedule;
    }

    /// <summary>The expression as given.</summary>
    public string Text { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="CronFormatException">It is malformed or names only dates that never occur; the text says which part.</exception>
    public static CronExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CronExpression(text, CronParser.Parse(text));
    }

    /// <summary>
    /// Reads an expression, or says why it is refused. What it has said is remembered: each look at a session asks about its series.
    /// </summary>
    /// <param name="text">The expression.</param>
    /// <param name="expression">The expression, when it was accepted.</param>
    /// <param name="error">What is wrong, when it was refused.</param>
    /// <returns>Whether the expression was accepted.</returns>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out CronExpression? expression,
        [NotNullWhen(false)] out CronFormatException? error)
    {
        (expression, error) = Known.TryGetValue(text ?? "", out var known) ? known : Remembered(text ?? "");
        return expression is not null;
    }

    private static (CronExpression?, CronFormatException?) Remembered(string text)
    {
        (CronExpression?, CronFormatException?) answer;
        try
        {
            answer = (Parse(text), null);
        }
        catch (CronFormatException refused)
        {
            answer = (null, refused);
        }

        if (text.Length <= LongestKnown && Known.Count < MostKnown) Known[text] = answer;
        return answer;
    }

    /// <summary>The first occurrence strictly after an instant.</summary>
    /// <param name="after">The instant; the occurrence is later than it.</param>
    /// <param name="zone">The zone whose wall clock counts.</param>
    /// <returns>A whole second in UTC (offset zero), or null when the calendar ends (year 9999) before the next one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="zone"/> is null.</exception>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (CronWalk.Next(_schedule, zone, after.UtcTicks / TimeSpan.TicksPerSecond) is not { } seconds)
            return null;
        var next = new DateTimeOffset(seconds * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        return next > after ? next : throw new UnreachableException($"{Text}: next run {next:O} is not after {after:O} in {zone.Id}");
    }

    /// <summary>All occurrences strictly after an instant, in order, found one by one as they are asked for.</summary>
    /// <param name="after">The instant; every occurrence is later than it.</param>
    /// <param name="zone">The zone whose wall clock counts.</param>
    /// <returns>Whole seconds in UTC; practically endless, so take as many as needed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="zone"/> is null; thrown when the first one is asked for.</exception>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset after, TimeZoneInfo zone)
    {
        for (var next = Next(after, zone); next is { } occurrence; next = Next(occurrence, zone))
            yield return occurrence;
    }

    /// <summary>The latest occurrence in a stretch of time, both ends included.</summary>
    /// <returns>A whole second in UTC, or null when the stretch holds none.</returns>
    internal DateTimeOffset? Latest(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone)
    {
        var (floor, end) = ((from.UtcTicks - 1) / TimeSpan.TicksPerSecond, until.UtcTicks / TimeSpan.TicksPerSecond);
        bool HasRunAfter(long second) => CronWalk.Next(_schedule, zone, second) is { } next && next <= end;

        // Doubling steps back, then halving: the number of looks grows with the logarithm of the distance.
        var (low, high) = (end, end);
        for (var step = 1L; low > floor && !HasRunAfter(low); step *= 2)
            (low, high) = (Math.Max(low - step, floor), low);
        if (!HasRunAfter(low))
            return null;
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            (low, high) = HasRunAfter(middle) ? (middle, high) : (low, middle);
        }
        return new DateTimeOffset(high * TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }

    /// <summary>The expression as given.</summary>
    public override string ToString() => Text;
}
