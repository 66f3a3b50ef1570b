using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Tests.Waking;

public sealed class StartBackoffTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly StartLimits Limits = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(15));

    [Fact]
    public void The_delay_doubles_up_to_the_longest()
    {
        var backoff = StartBackoff.None;
        foreach (var seconds in new[] { 5, 10, 20, 40, 80, 160, 320, 640, 900, 900 })
        {
            backoff = backoff.Failed(Now, "image missing", Limits);
            backoff.NotBefore.ShouldBe(Now.AddSeconds(seconds));
        }

        backoff.Failures.ShouldBe(10);
        backoff.LastError.ShouldBe("image missing");
    }

    [Fact]
    public void It_waits_until_the_delay_has_passed()
    {
        var backoff = StartBackoff.None.Failed(Now, "refused", Limits);
        backoff.Waits(Now.AddSeconds(4.999)).ShouldBeTrue();
        backoff.Waits(Now.AddSeconds(5)).ShouldBeFalse();
        StartBackoff.None.Waits(Now).ShouldBeFalse();
    }
}
