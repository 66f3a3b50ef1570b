namespace ActorSweeper.Core.Recurrence;

/// <summary>The day-of-month field: plain days, days counted from the end, and nearest working days.</summary>
internal sealed class MonthDayRule
{
    private readonly CronValues _days;
    private readonly List<int> _beforeLast = [];
    private readonly List<int> _nearestTo = [];
    private bool _lastWorkingDay;

    private MonthDayRule(CronFieldText source)
    {
        _days = new CronValues(source);
        IsOpen = source.IsOpen;
        foreach (var element in source.Elements())
            Add(source, element, element.ToUpperInvariant());
    }

    /// <summary>Whether the field leaves the day open.</summary>
    public bool IsOpen { get; }

    /// <summary>Reads the field.</summary>
    /// <exception cref="CronFormatException">It is malformed.</exception>
    public static MonthDayRule Read(CronFieldText source) => new(source);

    /// <summary>The selected days of a month, bit n for day n.</summary>
    /// <param name="length">Number of days of the month.</param>
    /// <param name="first">Weekday of its first day, 0 for Sunday.</param>
    public ulong Select(int length, int first)
    {
        var days = _days.Mask;
        foreach (var back in _beforeLast.Where(back => back < length))
            days |= 1UL << (length - back);
        foreach (var day in _nearestTo.Where(day => day <= length))
            days |= 1UL << NearestWorkingDay(day, length, first);
        if (_lastWorkingDay)
            days |= 1UL << NearestWorkingDay(length, length, first);
        return days & ((2UL << length) - 1);
    }

    private void Add(CronFieldText source, string element, string upper)
    {
        if (upper == "L")
            _beforeLast.Add(0);
        else if (upper == "LW")
            _lastWorkingDay = true;
        else if (upper.StartsWith("L-", StringComparison.Ordinal))
            _beforeLast.Add(DaysBack(source, element));
        else if (upper.EndsWith('W'))
            _nearestTo.Add(source.Value(element[..^1], element));
        else
            _days.Add(element);
    }

    private static int DaysBack(CronFieldText source, string element) =>
        CronFieldText.Number(element[2..], maxDigits: 2) is { } back and >= 1 and <= 30
            ? back
            : throw source.Wrong(element, "does not count back from the last day", "L-1 to L-30");

    // Never leaves the month: Saturday the 1st moves to Monday the 3rd, a last Sunday to the Friday before it.
    private static int NearestWorkingDay(int day, int length, int first) =>
        ((first + day - 1) % 7) switch
        {
            6 => day == 1 ? 3 : day - 1,
            0 => day == length ? day - 2 : day + 1,
            _ => day,
        };
}
