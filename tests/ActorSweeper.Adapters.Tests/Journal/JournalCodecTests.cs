using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Journal;

public sealed class JournalCodecTests
{
    /// <summary>Every kind of event, found by reflection: a new one is tested without a word here.</summary>
    public static TheoryData<Type> Kinds() =>
        new(typeof(SessionEvent).GetNestedTypes().Concat(typeof(HostEvent).GetNestedTypes()));

    [Fact]
    public void All_kinds_are_found() => Kinds().Count.ShouldBeGreaterThan(30);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_of_an_event_is_lost(Type kind)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var happened = (JournalEvent)new Filled(new Random(seed)).Of(kind);

            var text = JournalCodec.Encode(happened);

            JournalCodec.DecodeEvent(JournalCodec.KindOf(happened), text).ShouldBeSameAs(happened);
        }
    }

    [Theory]
    [InlineData("supervisor", typeof(SupervisorRecord))]
    [InlineData("session-s1", typeof(SessionRecord))]
    public void Nothing_of_a_snapshot_is_lost(string stream, Type type)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var state = (JournalState)new Filled(new Random(seed)).Of(type);

            JournalCodec.DecodeState(stream, JournalCodec.Encode(state)).ShouldBeSameAs(state);
        }
        JournalCodec.DecodeState(stream, JournalCodec.Encode(JournalState.Empty(stream))).ShouldBeSameAs(JournalState.Empty(stream));
    }

    [Fact]
    public void Every_case_of_every_closed_set_was_among_them()
    {
        var filled = new Filled(new Random(1));
        for (var round = 0; round < 50; round++)
        {
            foreach (var kind in Kinds())
                _ = filled.Of(kind.Data);
            _ = filled.Of<SessionRecord>();
        }

        var cases = new[] { typeof(ContainerView), typeof(Intent), typeof(MessageChange) }.SelectMany(static set => set.GetNestedTypes());
        cases.Except(filled.Seen).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Members_that_this_version_does_not_know_are_passed_over(Type kind)
    {
        var happened = (JournalEvent)new Filled(new Random(3)).Of(kind);
        var text = JsonNode.Parse(JournalCodec.Encode(happened))!.AsObject();
        Extend(text);

        JournalCodec.DecodeEvent(JournalCodec.KindOf(happened), Bytes(text)).ShouldBeSameAs(happened);
    }

    [Fact]
    public void Members_that_an_older_version_did_not_write_have_their_default()
    {
        var acted = (SessionEvent.Acted)JournalCodec.DecodeEvent(
            "session-acted", """{"action":"retry","why":{"rule":"crashed","text":"t"},"outcome":{"result":"done"}}"""u8);

        acted.Intent.ShouldBeNull();
        acted.MessageId.ShouldBeNull();
        (acted.Why.Age, acted.Why.Limit, acted.Outcome.Detail).ShouldBe((null, null, ""));
        var message = JsonSerializer.Deserialize<Message>("""{"id":"m1","status":"pending"}""", JournalCodec.Options);
        message.ShouldBe(new Message("m1", MessageStatus.Pending));
    }

    [Fact]
    public void A_member_that_is_null_costs_no_room()
    {
        var listed = new SessionEvent.Listed(new Session(new SessionId("s1"), "g", "f", "d"));

        Encoding.UTF8.GetString(JournalCodec.Encode(listed))
            .ShouldBe("""{"session":{"id":"s1","group":"g","groupFolder":"f","directory":"d","reportedRunning":false}}""");
    }

    [Fact]
    public void An_event_of_a_kind_from_the_future_is_refused_as_too_new()
    {
        var refusal = Should.Throw<JournalException>(static () => JournalCodec.DecodeEvent("session-beamed-up", "{}"u8));

        refusal.Fault.ShouldBe(JournalFault.TooNew);
        refusal.Message.ShouldContain("session-beamed-up");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"session\":{\"id\":7}}")]
    [InlineData("{\"session\":null}")]
    [InlineData("{}")]
    [InlineData("{\"session\":{\"id\":\"s1\",\"group\":\"g\"}}")]
    [InlineData("{\"session\":")]
    [InlineData("\u0001")]
    public void What_is_no_such_event_is_refused_as_corrupt(string text) =>
        Should.Throw<JournalException>(() => JournalCodec.DecodeEvent("session-listed", Encoding.UTF8.GetBytes(text)))
            .Fault.ShouldBe(JournalFault.Corrupt);

    private static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);

    /// <summary>Adds a member to every object within.</summary>
    private static void Extend(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var member in members.Select(static pair => pair.Value).ToList())
                    Extend(member);
                members.Add("fromTheFuture", new JsonArray(1, "x", new JsonObject()));
                break;
            case JsonArray items:
                foreach (var item in items)
                    Extend(item);
                break;
            default:
                break;
        }
    }
}
