using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Time;

public sealed class SteadyStampsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_stamp_keeps_its_place_while_the_wall_clock_is_stepped()
    {
        var stamps = new SteadyStamps();
        Place(stamps, Start.AddSeconds(-5), At(0, 0)).ShouldBe(Start.AddSeconds(-5));
        Place(stamps, Start.AddSeconds(-5), At(7200, 10)).ShouldBe(Start.AddSeconds(-5));
        Place(stamps, Start.AddSeconds(-5), At(-3600, 20)).ShouldBe(Start.AddSeconds(-5));
    }

    [Fact]
    public void A_new_stamp_is_placed_by_the_wall_clock_of_its_own_time()
    {
        var stamps = new SteadyStamps();
        Place(stamps, Start, At(0, 0));
        Place(stamps, Start.AddSeconds(7199), At(7200, 10)).ShouldBe(Start.AddSeconds(9));
    }

    [Fact]
    public void A_stamp_from_the_future_counts_as_just_seen() =>
        Place(new SteadyStamps(), Start.AddHours(1), At(0, 30)).ShouldBe(Start.AddSeconds(30));

    [Fact]
    public void A_stamp_that_one_look_did_not_mention_is_placed_anew()
    {
        var stamps = new SteadyStamps();
        Place(stamps, Start, At(0, 0));
        Place(stamps, null, At(10, 10)).ShouldBeNull();
        Place(stamps, Start, At(3600, 20)).ShouldBe(Start.AddSeconds(20 - 3600));
    }

    private static ClockReading At(int wall, int steady) => new(Start.AddSeconds(wall), Start.AddSeconds(steady));

    private static DateTimeOffset? Place(SteadyStamps stamps, DateTimeOffset? stamp, ClockReading now)
    {
        stamps.BeginLook();
        var place = stamps.Place("heartbeat", stamp, now);
        stamps.EndLook();
        return place;
    }
}
