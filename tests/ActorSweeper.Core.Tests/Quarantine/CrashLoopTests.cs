using ActorSweeper.Core.Quarantine;

namespace ActorSweeper.Core.Tests.Quarantine;

public sealed class CrashLoopTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly CrashLimits Limits = new(5, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData(5, 1, false)]
    [InlineData(6, 1, true)]
    [InlineData(6, 119, true)]
    [InlineData(6, 120, false)]
    public void More_deaths_than_the_intensity_within_the_period_are_a_loop(int deaths, int secondsApart, bool loop)
    {
        var history = Die(CrashHistory.None, Start, deaths, secondsApart);
        history.IsQuarantined(Start.AddSeconds((deaths - 1) * secondsApart)).ShouldBe(loop);
    }

    [Fact]
    public void Pauses_double_up_to_the_longest()
    {
        var (history, at) = (CrashHistory.None, Start);
        foreach (var minutes in new[] { 1, 2, 4, 5, 5 })
        {
            history = Die(history, at, 6, 0);
            history.Until.ShouldBe(at.AddMinutes(minutes));
            at = history.Until!.Value;
            history.IsQuarantined(at).ShouldBeFalse();
        }
    }

    [Fact]
    public void Quarantine_can_be_switched_off() =>
        Die(CrashHistory.None, Start, 100, 0, Limits with { Intensity = null }).Until.ShouldBeNull();

    private static CrashHistory Die(CrashHistory history, DateTimeOffset from, int deaths, int secondsApart, CrashLimits? limits = null) =>
        Enumerable.Range(0, deaths)
            .Aggregate(history, (before, death) => before.Died(from.AddSeconds(death * secondsApart), limits ?? Limits));
}
