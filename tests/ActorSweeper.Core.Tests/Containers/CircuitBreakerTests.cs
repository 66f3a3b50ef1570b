using ActorSweeper.Core.Containers;

namespace ActorSweeper.Core.Tests.Containers;

public sealed class CircuitBreakerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    [Fact]
    public void It_opens_after_so_many_failures_in_a_row_and_tries_again_after_the_pause()
    {
        var breaker = CircuitBreaker.Closed;
        for (var failure = 1; failure <= 3; failure++)
        {
            breaker.Allows(Now).ShouldBeTrue();
            breaker = breaker.Failed(Now, 3, Pause);
        }

        breaker.Allows(Now).ShouldBeFalse();
        breaker.Allows(Now + Pause - TimeSpan.FromTicks(1)).ShouldBeFalse();
        breaker.Allows(Now + Pause).ShouldBeTrue();
    }

    [Fact]
    public void A_failed_trial_opens_it_again()
    {
        var later = Now + Pause;
        var breaker = new CircuitBreaker(3, later).Failed(later, 3, Pause);
        breaker.Allows(later).ShouldBeFalse();
        breaker.Allows(later + Pause).ShouldBeTrue();
    }
}
