using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Time;

public sealed class RelativeTimeTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "00:00:00.000")]
    [InlineData(61_250, "00:01:01.250")]
    [InlineData(-1000, "-00:00:01.000")]
    [InlineData(86_400_000, "1d 00:00:00.000")]
    [InlineData(-90_000_000, "-1d 01:00:00.000")]
    public void An_instant_is_shown_as_the_time_since_the_beginning(int milliseconds, string expected) =>
        RelativeTime.Text(Begin.AddMilliseconds(milliseconds), Begin).ShouldBe(expected);

    [Fact]
    public void Without_a_beginning_it_is_shown_itself() => RelativeTime.Text(Begin, null).ShouldBe("2026-01-10T12:00:00.000Z");
}
