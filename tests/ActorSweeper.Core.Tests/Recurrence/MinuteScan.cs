namespace ActorSweeper.Core.Tests.Recurrence;

/// <summary>The rules of recurrence applied naively, minute by minute, with no knowledge of offset changes.</summary>
internal static class MinuteScan
{
    /// <summary>The occurrences in (start, end]; both on whole minutes.</summary>
    public static IEnumerable<DateTimeOffset> Occurrences(
        SampleExpression expression, TimeZoneInfo zone, DateTimeOffset start, DateTimeOffset end)
    {
        var shown = new HashSet<DateTime>();
        var before = start.AddHours(-26);
        var lastWall = TimeZoneInfo.ConvertTime(before, zone).DateTime;
        for (var at = before.AddMinutes(1); at <= end; at = at.AddMinutes(1))
        {
            var wall = TimeZoneInfo.ConvertTime(at, zone).DateTime;
            var first = shown.Add(wall);
            var fires = (expression.Matches(wall) && (first || expression.IsInterval))
                || (!expression.FiresInAllHours && Between(lastWall, wall).Any(expression.Matches));
            lastWall = wall;
            if (fires && at > start)
                yield return at;
        }
    }

    private static IEnumerable<DateTime> Between(DateTime last, DateTime next)
    {
        for (var missing = last.AddMinutes(1); missing < next; missing = missing.AddMinutes(1))
            yield return missing;
    }
}
