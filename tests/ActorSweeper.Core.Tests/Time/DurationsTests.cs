using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Time;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.25, "250 ms")]
    [InlineData(5, "5 s")]
    [InlineData(9.99, "9.9 s")]
    [InlineData(61.9, "61 s")]
    [InlineData(120, "2 m")]
    [InlineData(3599, "59 m 59 s")]
    [InlineData(3900, "1 h 5 m")]
    [InlineData(90_000, "1 d 1 h")]
    [InlineData(-90, "-90 s")]
    public void A_duration_is_told_in_its_two_largest_units_and_never_rounded_up(double seconds, string expected) =>
        Durations.Text(TimeSpan.FromSeconds(seconds)).ShouldBe(expected);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(4, 30)]
    [InlineData(1000, 30)]
    public void Files_that_cannot_be_used_are_left_alone_for_longer_and_longer(int failures, int seconds) =>
        StoreBackoff.After(failures).ShouldBe(TimeSpan.FromSeconds(seconds));
}
