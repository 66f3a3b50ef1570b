using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Tests.Retries;

public sealed class RetryJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly RetryLimits Limits = new(5, TimeSpan.FromSeconds(5), null, 0);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(4, 80)]
    public void A_lost_message_is_put_back_with_a_doubling_delay(int tries, int seconds) =>
        Judge(new Message("m1", MessageStatus.Pending, Tries: tries))
            .ShouldBe(new RetryDecision.Retry(Now.AddSeconds(seconds), TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_message_that_has_used_up_its_tries_is_given_up() =>
        Judge(new Message("m1", MessageStatus.Pending, Tries: 5)).ShouldBeOfType<RetryDecision.GiveUp>();

    [Theory]
    [InlineData(MessageStatus.Completed)]
    [InlineData(MessageStatus.Failed)]
    [InlineData(MessageStatus.Held)]
    public void A_message_that_is_not_open_is_left_alone(MessageStatus status) =>
        Judge(new Message("m1", status)).ShouldBeOfType<RetryDecision.Leave>();

    [Fact]
    public void A_message_that_is_gone_is_left_alone() => Judge(null).ShouldBeOfType<RetryDecision.Leave>();

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    public void A_retry_that_is_already_scheduled_is_not_charged_again(int secondsFromNow, bool left) =>
        (Judge(new Message("m1", MessageStatus.Pending, ProcessAfter: Now.AddSeconds(secondsFromNow))) is RetryDecision.Leave)
            .ShouldBe(left);

    [Fact]
    public void An_answered_message_is_closed_even_when_its_tries_are_used_up() =>
        RetryJudge.Judge(new Message("m1", MessageStatus.Pending, Tries: 5), answered: true, Limits, Now, 0)
            .ShouldBeOfType<RetryDecision.Close>();

    [Theory]
    [InlineData(0.0, 10.0)]
    [InlineData(0.5, 11.0)]
    [InlineData(0.999, 11.998)]
    public void Jitter_adds_at_most_its_share(double draw, double seconds) =>
        RetryJudge.Backoff(1, Limits with { Jitter = 0.2 }, draw).TotalSeconds.ShouldBe(seconds, 0.0001);

    [Theory]
    [InlineData(3, 30)]
    [InlineData(60, 30)]
    [InlineData(int.MaxValue, 30)]
    public void A_bounded_delay_never_grows_beyond_its_bound(int tries, int seconds) =>
        RetryJudge.Backoff(tries, Limits with { MaxBackoff = TimeSpan.FromSeconds(30) }, 0).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void An_unbounded_delay_fits_the_calendar() =>
        (Now + RetryJudge.Backoff(int.MaxValue, Limits, 0.999)).ShouldBeGreaterThan(Now);

    private static RetryDecision Judge(Message? message) => RetryJudge.Judge(message, answered: false, Limits, Now, 0);
}
