namespace ActorSweeper.Core.Recurrence;

/// <summary>The day-of-week field: plain weekdays, the n-th of a month, and the last of a month.</summary>
internal sealed class WeekdayRule
{
    private readonly CronValues _weekdays;
    private readonly List<(int Weekday, int Nth)> _nth = [];
    private readonly List<int> _last = [];

    private WeekdayRule(CronFieldText source)
    {
        _weekdays = new CronValues(source);
        IsOpen = source.IsOpen;
        foreach (var element in source.Elements())
            Add(source, element);
    }

    /// <summary>Whether the field leaves the weekday open.</summary>
    public bool IsOpen { get; }

    /// <summary>Reads the field.</summary>
    /// <exception cref="CronFormatException">It is malformed.</exception>
    public static WeekdayRule Read(CronFieldText source) => new(source);

    /// <summary>The selected days of a month, bit n for day n.</summary>
    /// <param name="length">Number of days of the month.</param>
    /// <param name="first">Weekday of its first day, 0 for Sunday.</param>
    public ulong Select(int length, int first)
    {
        var days = 0UL;
        for (var day = 1; day <= length; day++)
        {
            if (IsSelected(day, (first + day - 1) % 7, length))
                days |= 1UL << day;
        }
        return days;
    }

    private bool IsSelected(int day, int weekday, int length)
    {
        var plain = _weekdays.Mask | (_weekdays.Mask >> 7);
        return (plain & (1UL << weekday)) != 0
            || _nth.Contains((weekday, (day - 1) / 7 + 1))
            || (day + 7 > length && _last.Contains(weekday));
    }

    private void Add(CronFieldText source, string element)
    {
        var hash = element.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
            _nth.Add((source.Value(element[..hash], element) % 7, Nth(source, element, element[(hash + 1)..])));
        else if (element.Length > 1 && element[^1] is 'L' or 'l')
            _last.Add(source.Value(element[..^1], element) % 7);
        else
            _weekdays.Add(element);
    }

    private static int Nth(CronFieldText source, string element, string text) =>
        CronFieldText.Number(text, maxDigits: 1) is { } nth and >= 1 and <= 5
            ? nth
            : throw source.Wrong(element, "does not name a week of the month", "1 to 5 after the '#'");
}
