using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Time;

public sealed class ZoneTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    [InlineData("US/Pacific")]
    [InlineData("Asia/Calcutta")]
    [InlineData("America/Port-au-Prince")]
    public void An_IANA_name_finds_its_zone(string id) => Zones.Find(id).Id.ShouldBe(id);

    [Theory]
    [InlineData("Europe/Berln", "Europe/Berlin")]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("America/Los Angeles", "America/Los_Angeles")]
    [InlineData("Tokyo", "Asia/Tokyo")]
    [InlineData("utc", "UTC")]
    [InlineData("Asia/Kolkatta", "Asia/Kolkata")]
    public void An_unknown_name_is_refused_with_the_nearest_known_one(string id, string nearest)
    {
        var error = Should.Throw<UnknownZoneException>(() => Zones.Find(id));
        error.Message.ShouldContain($"'{id}'");
        error.Message.ShouldContain($"did you mean '{nearest}'?");
        (error.ZoneId, error.NearestId).ShouldBe((id, nearest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../etc/passwd")]
    [InlineData("/usr/share/zoneinfo/UTC")]
    [InlineData("localtime")]
    [InlineData("Europe//")]
    [InlineData("Europe")]
    [InlineData("zone1970.tab")]
    [InlineData("UTC\0")]
    public void A_name_that_is_a_path_or_depends_on_the_host_is_unknown(string id)
    {
        Zones.TryFind(id, out _).ShouldBeFalse();
        Should.Throw<UnknownZoneException>(() => Zones.Find(id)).ZoneId.ShouldBe(id);
    }
}
