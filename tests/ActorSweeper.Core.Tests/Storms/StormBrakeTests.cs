using ActorSweeper.Core.Storms;

namespace ActorSweeper.Core.Tests.Storms;

public sealed class StormBrakeTests
{
    [Theory]
    [InlineData(4, 4, false)]
    [InlineData(5, 5, true)]
    [InlineData(5, 9, true)]
    [InlineData(5, 10, false)]
    [InlineData(6, 10, true)]
    [InlineData(0, 0, false)]
    public void It_trips_above_the_fraction_and_not_for_a_few(int stops, int running, bool trips) =>
        StormBrake.Trips(stops, running, new StormLimits(0.5, 5)).ShouldBe(trips);

    [Fact]
    public void It_can_be_switched_off() => StormBrake.Trips(100, 100, new StormLimits(null, 5)).ShouldBeFalse();
}
