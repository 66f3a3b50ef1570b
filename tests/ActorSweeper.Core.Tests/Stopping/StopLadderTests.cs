using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Stopping;

namespace ActorSweeper.Core.Tests.Stopping;

public sealed class StopLadderTests
{
    [Theory]
    [InlineData(StopRung.Stop, StopResult.Gone, "done")]
    [InlineData(StopRung.Stop, StopResult.StillRunning, "Kill")]
    [InlineData(StopRung.Stop, StopResult.Unknown, "Remove")]
    [InlineData(StopRung.Kill, StopResult.Gone, "done")]
    [InlineData(StopRung.Kill, StopResult.StillRunning, "Remove")]
    [InlineData(StopRung.Kill, StopResult.Unknown, "Remove")]
    [InlineData(StopRung.Remove, StopResult.Gone, "done")]
    [InlineData(StopRung.Remove, StopResult.StillRunning, "cannot stop")]
    [InlineData(StopRung.Remove, StopResult.Unknown, "cannot stop")]
    public void Only_gone_ends_the_ladder_before_its_last_rung(StopRung rung, StopResult result, string expected) =>
        (StopLadder.After(rung, result) switch
        {
            LadderStep.Done => "done",
            LadderStep.Climb climb => climb.Rung.ToString(),
            _ => "cannot stop",
        }).ShouldBe(expected);

    [Theory]
    [InlineData(StopRung.Stop, 15)]
    [InlineData(StopRung.Kill, 5)]
    [InlineData(StopRung.Remove, 5)]
    public void Only_the_first_rung_waits_for_the_grace(StopRung rung, int seconds) =>
        StopLadder.Deadline(rung, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromSeconds(seconds));
}
