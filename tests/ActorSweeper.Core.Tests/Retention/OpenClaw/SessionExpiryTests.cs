using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Core.Tests.Retention.OpenClaw;

public sealed class SessionExpiryTests
{
    private const long Now = 1_773_144_000_000;
    private static readonly OpenClawDuration Day = new(86_400_000);
    private static readonly SessionKey Run = SessionKey.Read("agent:a:cron:j:run:1");
    private static readonly SessionKey Base = SessionKey.Read("agent:a:cron:J");
    private static readonly SessionKey Hook = SessionKey.Read("agent:a:hook:1");

    [Theory]
    [InlineData(Now - 86_400_000, false)]
    [InlineData(Now - 86_400_001, true)]
    [InlineData(0, true)]
    [InlineData(Now + 1, false)]
    public void A_run_goes_when_it_is_older_than_the_retention_not_when_it_is_as_old(double updated, bool isExpired) =>
        new SessionExpiry(Day, null, null).Of(Run, updated, Now).IsExpired.ShouldBe(isExpired);

    [Fact]
    public void Without_an_update_it_stays_and_that_is_told()
    {
        var verdict = new SessionExpiry(Day, null, null).Of(Run, null, Now);
        verdict.IsExpired.ShouldBeFalse();
        verdict.Reason.ShouldNotBeNull().ShouldContain("updatedAt");
    }

    [Fact]
    public void Runs_and_hooks_have_retentions_of_their_own_and_off_keeps_all()
    {
        var expiry = new SessionExpiry(null, Day, null);
        expiry.Of(Run, 0, Now).ShouldBe(ExpiryVerdict.NotConcerned);
        expiry.Of(Hook, 0, Now).IsExpired.ShouldBeTrue();
        new SessionExpiry(Day, null, null).Of(Hook, 0, Now).ShouldBe(ExpiryVerdict.NotConcerned);
    }

    [Fact]
    public void A_jobs_own_session_goes_only_when_the_job_is_known_not_to_exist()
    {
        var none = new HashSet<string>(StringComparer.Ordinal);
        new SessionExpiry(Day, null, null).Of(Base, 0, Now).ShouldBe(ExpiryVerdict.NotConcerned);
        new SessionExpiry(Day, null, none).Of(Base, 0, Now).IsExpired.ShouldBeTrue();
        new SessionExpiry(Day, null, none).Of(Base, Now, Now).IsExpired.ShouldBeFalse();
        new SessionExpiry(Day, null, new HashSet<string>(["j"], StringComparer.Ordinal)).Of(Base, 0, Now)
            .ShouldBe(ExpiryVerdict.NotConcerned);
        new SessionExpiry(Day, null, none).Of(SessionKey.Read("agent:a:cron:j:thread:9"), 0, Now).ShouldBe(ExpiryVerdict.NotConcerned);
    }

    [Fact]
    public void Archives_stay_for_the_longest_retention_above_zero()
    {
        var hour = new OpenClawDuration(3_600_000);
        new SessionExpiry(Day, hour, null).ArchiveRetention.ShouldBe(Day);
        new SessionExpiry(default(OpenClawDuration), hour, null).ArchiveRetention.ShouldBe(hour);
        new SessionExpiry(default(OpenClawDuration), null, null).ArchiveRetention.ShouldBe(Day);
        new SessionExpiry(null, null, null).ArchiveRetention.ShouldBeNull();
    }

    [Fact]
    public void The_largest_retention_expires_nothing() =>
        new SessionExpiry(new OpenClawDuration(9_007_199_254_740_991), null, null).Of(Run, 0, Now).IsExpired.ShouldBeFalse();
}
