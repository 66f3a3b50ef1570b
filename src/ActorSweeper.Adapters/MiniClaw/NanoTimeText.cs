namespace ActorSweeper.Adapters.MiniClaw;

/// <summary>
/// Reads the times in MiniClaw's files: RFC 3339, as relaxed as MiniClaw reads it itself. <c>T</c>, <c>t</c> or blanks between date
/// and time; month, day, hour, minute and second of one or two digits; <c>.digits</c>, cut after nine; <c>Z</c>, <c>z</c>, <c>UTC</c>,
/// ±HH:MM or ±HHMM, also with U+2212 as the minus; blanks around everything and before the zone; years of another length than four
/// digits with a sign; the leap second 60. Nothing else is a time, so that nothing is taken for older than MiniClaw takes it.
/// </summary>
internal ref struct NanoTimeText
{
    private const int MostYearDigits = 6;
    private const long MostYears = 262_143; // The last year that MiniClaw's calendar has; the first is its negative.
    private const int SecondsPerDay = 86_400;

    private ReadOnlySpan<char> _rest;

    private NanoTimeText(ReadOnlySpan<char> text) => _rest = text.Trim(' ');

    /// <summary>Reads a text; false unless all of it is a time that exists.</summary>
    public static bool TryRead(string text, out NanoTime time)
    {
        time = default;
        var reader = new NanoTimeText(text);
        if (!reader.TryDate(out var days) || !reader.TrySeparator() || !reader.TryClock(out var seconds, out var nanoseconds)
            || !reader.TryZone(out var offset) || !reader._rest.IsEmpty)
            return false;
        time = new NanoTime(days * SecondsPerDay + seconds - offset, nanoseconds);
        return true;
    }

    private bool TryDate(out long days)
    {
        days = 0;
        return TryYear(out var year) && TryTake('-') && TryNumber(1, 2, out var month) && TryTake('-') && TryNumber(1, 2, out var day)
            && TryDays(year, month, day, out days);
    }

    private bool TryYear(out long year)
    {
        year = 0;
        var isNegative = TryTake('-');
        var isSigned = isNegative || TryTake('+');
        if (!TryNumber(4, isSigned ? MostYearDigits : 4, out var digits) || digits > MostYears)
            return false;
        year = isNegative ? -digits : digits;
        return true;
    }

    private bool TrySeparator()
    {
        if (TryTake('T') || TryTake('t'))
            return true;
        var length = _rest.Length;
        _rest = _rest.TrimStart(' ');
        return _rest.Length < length;
    }

    private bool TryClock(out long seconds, out int nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        if (!TryNumber(1, 2, out var hour) || !TryTake(':') || !TryNumber(1, 2, out var minute) || !TryTake(':')
            || !TryNumber(1, 2, out var second) || hour > 23 || minute > 59 || second > 60)
            return false;
        // The leap second is the same instant as the beginning of the next minute, where no time ends.
        seconds = (hour * 60 + minute) * 60 + second;
        return !TryTake('.') || TryFraction(out nanoseconds);
    }

    private bool TryFraction(out int nanoseconds)
    {
        nanoseconds = 0;
        var count = 0;
        for (; count < _rest.Length && char.IsAsciiDigit(_rest[count]); count++)
        {
            if (count < 9)
                nanoseconds = nanoseconds * 10 + (_rest[count] - '0');
        }

        for (var missing = count; missing < 9; missing++)
            nanoseconds *= 10;
        _rest = _rest[count..];
        return count > 0;
    }

    private bool TryZone(out int offset)
    {
        offset = 0;
        _rest = _rest.TrimStart(' ');
        if (_rest is "Z" or "z" or "UTC")
        {
            _rest = [];
            return true;
        }

        var isWest = TryTake('-') || TryTake('\u2212');
        if (!isWest && !TryTake('+'))
            return false;
        if (!TryNumber(2, 2, out var hours))
            return false;
        TryTake(':');
        if (!TryNumber(2, 2, out var minutes) || hours > 23 || minutes > 59)
            return false;
        offset = (int)(hours * 60 + minutes) * 60 * (isWest ? -1 : 1);
        return true;
    }

    private bool TryTake(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
            return false;
        _rest = _rest[1..];
        return true;
    }

    private bool TryNumber(int least, int most, out long number)
    {
        number = 0;
        var count = 0;
        for (; count < most && count < _rest.Length && char.IsAsciiDigit(_rest[count]); count++)
            number = number * 10 + (_rest[count] - '0');
        _rest = _rest[count..];
        return count >= least;
    }

    private static bool TryDays(long year, long month, long day, out long days)
    {
        days = 0;
        if (month is < 1 or > 12)
            return false;
        // The calendar repeats every 400 years: a year that DateOnly lacks is read in a cycle that it has.
        var cycle = Math.DivRem(year, 400, out var within);
        if (within < 0)
            (cycle, within) = (cycle - 1, within + 400);
        var known = (int)within + 400;
        if (day < 1 || day > DateTime.DaysInMonth(known, (int)month))
            return false;
        const int DaysInCycle = 146_097;
        days = new DateOnly(known, (int)month, (int)day).DayNumber - new DateOnly(1970, 1, 1).DayNumber + (cycle - 1) * DaysInCycle;
        return true;
    }
}
