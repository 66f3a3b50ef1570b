using System.Diagnostics.CodeAnalysis;

namespace ActorSweeper.Core.Time;

/// <summary>Finds zones by IANA name in the time zone data of the runtime.</summary>
public static class Zones
{
    // Names of the host's own setting and of rule files: what they mean differs from machine to machine.
    private static readonly string[] HostDependent = ["localtime", "posixrules", "Factory"];

    /// <summary>Finds a zone, or says what is wrong with its name.</summary>
    /// <param name="ianaId">IANA name such as <c>America/Los_Angeles</c> or <c>UTC</c>, written exactly.</param>
    /// <exception cref="UnknownZoneException">No such zone; the text names it and the most similar known name.</exception>
    public static TimeZoneInfo Find(string ianaId) =>
        TryFind(ianaId, out var zone) ? zone : throw new UnknownZoneException(ianaId, Nearest(ianaId));

    /// <summary>Finds a zone.</summary>
    /// <param name="ianaId">IANA name; null and empty text are unknown.</param>
    /// <param name="zone">The zone, when found.</param>
    /// <returns>Whether the zone is known.</returns>
    public static bool TryFind(string? ianaId, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        // The runtime reads the name as a path below its zone directory, so only plain names may pass.
        if (ianaId is not null
            && IsPlainName(ianaId)
            && !HostDependent.Contains(ianaId, StringComparer.OrdinalIgnoreCase)
            && TimeZoneInfo.TryFindSystemTimeZoneById(ianaId, out zone)
            // Whether the runtime ignores case depends on what it has cached so far.
            && zone.Id == ianaId)
        {
            return true;
        }
        zone = null;
        return false;
    }

    private static bool IsPlainName(string id) =>
        id.Length is > 0 and <= 64
        && char.IsAsciiLetter(id[0])
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');

    private static string? Nearest(string ianaId)
    {
        var wanted = Comparable(ianaId);
        if (wanted.Length is 0 or > 64)
            return null;
        var (nearest, distance) = TimeZoneInfo.GetSystemTimeZones()
            .Select(zone => (zone.Id, Distance: Distance(wanted, zone.Id)))
            .OrderBy(known => known.Distance)
            .ThenBy(known => known.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest is not null && distance <= wanted.Length / 2 ? nearest : null;
    }

    // People often write the city alone.
    private static int Distance(string wanted, string knownId)
    {
        var known = Comparable(knownId);
        return Math.Min(EditDistance(wanted, known), EditDistance(wanted, known[(known.LastIndexOf('/') + 1)..]));
    }

    private static string Comparable(string id) => id.Trim().Replace(' ', '_').ToLowerInvariant();

    private static int EditDistance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j - 1], row[j]) + 1);
            }
        }
        return row[^1];
    }
}
