using ActorSweeper.Core.Judging;
using ActorSweeper.Host.Reports;

namespace ActorSweeper.Host.Tests.Reports;

/// <summary>The words are a promise to whoever reads reports by program: each is spelt out here.</summary>
public sealed class ReportWordsTests
{
    [Fact]
    public void Actions_have_their_words() => Enum.GetValues<ActionKind>().Select(ReportWords.Of).ShouldBe(
        ["ack", "stop", "wake", "retry", "fail", "close", "drop-claims", "recur", "quarantine", "adopt", "stop-orphan", "revive"]);

    [Fact]
    public void States_have_their_words() => Enum.GetValues<SessionState>().Select(ReportWords.Of).ShouldBe(
        ["idle", "queued", "starting", "running", "stopping", "waiting", "unknown", "degraded", "quarantined"]);

    [Fact]
    public void Outcomes_have_their_words() => Enum.GetValues<Result>().Select(result => ReportWords.Of(new Outcome(result))).ShouldBe(
        ["done", "planned", "queued", "superseded", "deferred", "failed", "unknown"]);

    [Fact]
    public void A_detail_follows_the_word() => ReportWords.Of(new Outcome(Result.Queued, "3 ahead")).ShouldBe("queued: 3 ahead");
}
