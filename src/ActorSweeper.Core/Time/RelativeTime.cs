using System.Globalization;

namespace ActorSweeper.Core.Time;

/// <summary>Instants as a transcript shows them: as the time since its beginning.</summary>
public static class RelativeTime
{
    /// <summary>
    /// An instant as <c>00:01:01.000</c> since the beginning, with days before it where there are any: <c>2d 01:00:00.000</c>.
    /// </summary>
    /// <param name="at">The instant.</param>
    /// <param name="begin">The beginning; null gives the instant itself, as ISO-8601 in UTC.</param>
    public static string Text(DateTimeOffset at, DateTimeOffset? begin)
    {
        if (begin is not { } start) return Timestamp.ToIso(at);
        var since = at - start;
        var size = since.Duration();
        var days = size.Days == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{size.Days}d ");
        return (since < TimeSpan.Zero ? "-" : "") + days + size.ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
    }
}
