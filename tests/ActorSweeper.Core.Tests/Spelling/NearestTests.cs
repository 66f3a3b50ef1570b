using ActorSweeper.Core.Spelling;

namespace ActorSweeper.Core.Tests.Spelling;

public sealed class NearestTests
{
    [Theory]
    [InlineData("clam", "claim")]
    [InlineData("calim", "claim")]
    [InlineData("CLAIM", "claim")]
    [InlineData("heart", "heartbeat")]
    [InlineData("akc", "ack")]
    [InlineData("zebra", null)]
    [InlineData("", null)]
    public void Finds_what_may_have_been_meant(string typed, string? expected) =>
        Nearest.To(typed, ["ack", "claim", "crash", "heartbeat"]).ShouldBe(expected);
}
