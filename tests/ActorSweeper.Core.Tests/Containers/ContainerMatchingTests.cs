using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Tests.Containers;

public sealed class ContainerMatchingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly Session[] Sessions =
    [
        new(new SessionId("s1"), "g1", "g1", "/w/g1/s1"),
        new(new SessionId("s2"), "g1", "g1", "/w/g1/s2"),
    ];

    [Fact]
    public void A_container_is_matched_by_its_label_and_else_by_its_workspace()
    {
        var match = ContainerMatching.Match([Container("a", "s1", "/elsewhere"), Container("b", null, "/w/g1/s2/")], Sessions);
        match.OfSession[new SessionId("s1")].Id.ShouldBe("a");
        match.OfSession[new SessionId("s2")].Id.ShouldBe("b");
        match.Strays.ShouldBeEmpty();
    }

    [Fact]
    public void The_label_counts_for_more_than_the_workspace()
    {
        var match = ContainerMatching.Match([Container("a", "s1", "/w/g1/s2")], Sessions);
        match.OfSession.Keys.ShouldBe([new SessionId("s1")]);
    }

    [Fact]
    public void The_container_that_started_last_keeps_its_session()
    {
        var match = ContainerMatching.Match([Container("old", "s1", null, 0), Container("new", "s1", null, 5)], Sessions);
        match.OfSession[new SessionId("s1")].Id.ShouldBe("new");
        match.Strays.Single().Container.Id.ShouldBe("old");
        match.Strays.Single().Why.ShouldContain("newer container");
    }

    [Theory]
    [InlineData("s9", null)]
    [InlineData(null, null)]
    [InlineData(null, "/w/g1/s1x")]
    [InlineData(null, "/w/g1")]
    public void A_container_of_nobody_is_a_stray(string? session, string? workspace) =>
        ContainerMatching.Match([Container("a", session, workspace)], Sessions).Strays.Count.ShouldBe(1);

    private static Container Container(string id, string? session, string? workspace, int startedAfter = 0) =>
        new(id, id, session is null ? null : new SessionId(session), workspace, Start.AddSeconds(startedAfter));
}
