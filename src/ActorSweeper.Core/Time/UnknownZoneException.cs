namespace ActorSweeper.Core.Time;

/// <summary>A zone name that is not an IANA zone known to this machine.</summary>
public sealed class UnknownZoneException : FormatException
{
    /// <summary>Creates the error for a zone name and the nearest known name.</summary>
    /// <param name="zoneId">The name as given.</param>
    /// <param name="nearestId">The most similar known IANA name, or null when nothing is similar.</param>
    public UnknownZoneException(string zoneId, string? nearestId)
        : base($"unknown time zone '{zoneId}': expected an IANA name such as 'Europe/Berlin'" +
            (nearestId is null ? "" : $"; did you mean '{nearestId}'?"))
    {
        ZoneId = zoneId;
        NearestId = nearestId;
    }

    /// <summary>The name as given.</summary>
    public string ZoneId { get; }

    /// <summary>The most similar known IANA name, or null when nothing is similar.</summary>
    public string? NearestId { get; }
}
