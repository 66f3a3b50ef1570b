namespace ActorSweeper.Core.Tests.Time;

/// <summary>Tests that change the zone of the whole process; nothing else may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostZone
{
    public const string Name = "host zone";

    public static readonly TheoryData<string> Names = ["UTC", "Europe/Madrid", "Asia/Tokyo", "America/Los_Angeles"];

    /// <summary>Runs a test as on a host whose TZ variable names the zone.</summary>
    public static void Within(string zoneId, Action test)
    {
        var before = Environment.GetEnvironmentVariable("TZ");
        try
        {
            Environment.SetEnvironmentVariable("TZ", zoneId);
            TimeZoneInfo.ClearCachedData();
            TimeZoneInfo.Local.BaseUtcOffset.ShouldBe(TimeZoneInfo.FindSystemTimeZoneById(zoneId).BaseUtcOffset);
            test();
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", before);
            TimeZoneInfo.ClearCachedData();
        }
    }
}
