using System.Numerics;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Recurrence;

/// <summary>The wall-clock times that an expression names, without any zone.</summary>
internal sealed class WallSchedule
{
    private const ulong AllHours = (1UL << 24) - 1;
    private const int SecondsPerDay = 86_400;

    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _months;
    private readonly MonthDayRule _monthDays;
    private readonly WeekdayRule _weekdays;

    public WallSchedule(
        CronValues seconds, CronValues minutes, CronValues hours, CronValues months, MonthDayRule monthDays, WeekdayRule weekdays)
    {
        _seconds = seconds.Mask;
        _minutes = minutes.Mask;
        _hours = hours.Mask;
        _months = months.Mask;
        _monthDays = monthDays;
        _weekdays = weekdays;
        IsInterval = seconds.IsInterval || minutes.IsInterval || hours.IsInterval;
    }

    /// <summary>Whether the time of day is a rhythm, which also goes on in the second pass of a repeated hour.</summary>
    public bool IsInterval { get; }

    /// <summary>Whether the schedule fires in every hour, so that a skipped hour needs no catching up.</summary>
    public bool FiresInAllHours => _hours == AllHours;

    /// <summary>Whether any date matches at all.</summary>
    public bool HasDates()
    {
        // 28 years without a century hold every pair of leap year and first weekday.
        for (var year = 2001; year <= 2028; year++)
        {
            for (var month = 1; month <= 12; month++)
            {
                if (Days(year, month) != 0)
                    return true;
            }
        }
        return false;
    }

    /// <summary>The first matching wall time not before <paramref name="wall"/>, in seconds since 0001-01-01T00:00:00.</summary>
    /// <returns>The wall time, or null when the calendar ends first.</returns>
    public long? NextMatch(long wall)
    {
        if (wall > ZoneOffsets.LastSecond)
            return null;
        var (dayNumber, second) = Math.DivRem(Math.Max(wall, 0), SecondsPerDay);
        var date = DateOnly.FromDayNumber((int)dayNumber);
        var days = Days(date.Year, date.Month);
        if ((days & (1UL << date.Day)) != 0 && TimeOfDay((int)second) is { } time)
            return dayNumber * SecondsPerDay + time;
        return NextDay(date, days) is { } next ? (long)next.DayNumber * SecondsPerDay + TimeOfDay(0) : null;
    }

    private DateOnly? NextDay(DateOnly date, ulong days)
    {
        var (year, month) = (date.Year, date.Month);
        var day = First(days, date.Day + 1);
        while (day is null)
        {
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
            if (year > DateTime.MaxValue.Year)
                return null;
            day = First(Days(year, month), 1);
        }
        return new DateOnly(year, month, day.Value);
    }

    private ulong Days(int year, int month)
    {
        if ((_months & (1UL << month)) == 0)
            return 0;
        var length = DateTime.DaysInMonth(year, month);
        var first = (int)new DateOnly(year, month, 1).DayOfWeek;
        // Cron's old rule: two restricted day fields widen each other.
        return (_monthDays.IsOpen, _weekdays.IsOpen) switch
        {
            (false, false) => _monthDays.Select(length, first) | _weekdays.Select(length, first),
            (true, false) => _weekdays.Select(length, first),
            _ => _monthDays.Select(length, first),
        };
    }

    private int? TimeOfDay(int from)
    {
        var (hour, minute, second) = (from / 3600, from / 60 % 60, from % 60);
        if (First(_hours, hour) != hour)
            return First(_hours, hour + 1) is { } laterHour ? Earliest(laterHour) : null;
        if (First(_minutes, minute) == minute && First(_seconds, second) is { } laterSecond)
            return hour * 3600 + minute * 60 + laterSecond;
        if (First(_minutes, minute + 1) is { } laterMinute)
            return hour * 3600 + laterMinute * 60 + First(_seconds, 0);
        return First(_hours, hour + 1) is { } nextHour ? Earliest(nextHour) : null;
    }

    private int? Earliest(int hour) => hour * 3600 + First(_minutes, 0) * 60 + First(_seconds, 0);

    private static int? First(ulong mask, int from)
    {
        var rest = mask >> from << from;
        return rest == 0 ? null : BitOperations.TrailingZeroCount(rest);
    }
}
