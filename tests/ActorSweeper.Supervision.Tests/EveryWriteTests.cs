using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>A host that ends at any write of its journal is succeeded by one that finishes what it began, once.</summary>
public sealed class EveryWriteTests
{
    private static readonly SupervisionSettings Host = Adopting with { SweepInterval = Seconds(30) };

    private static readonly int Writes = Play(null, out _).Journal.Writes;

    public static TheoryData<WriteCrash> Crashes() => [WriteCrash.Before, WriteCrash.After];

    [Theory]
    [MemberData(nameof(Crashes))]
    public void A_host_that_ends_at_any_write_of_its_journal_loses_and_repeats_nothing(WriteCrash when)
    {
        Writes.ShouldBeGreaterThan(20);
        for (var write = 1; write <= Writes; write++)
        {
            var world = Play((write, when), out var hosts);
            var at = $"{when} write {write}";
            hosts.ShouldBe(2, at);
            world.Runtime.MostPerSession.ShouldBe(1, at);
            world.Runtime.Calls.Count(call => call == "start s1").ShouldBe(1, at);
            world.Runtime.Calls.Count(call => call == "start s2").ShouldBe(1, at);
            world.Files["s1"].Messages["m1"].Tries.ShouldBe(1, at);
            world.Files["s1"].Claims.ShouldBeEmpty(at);
            world.Files["s3"].Messages["m3"].Status.ShouldBe(MessageStatus.Failed, at);
            world.Files["s4"].Messages.Values.Count(message => message.Status == MessageStatus.Pending).ShouldBe(1, at);
            Record(world, "s3").DeadLetters.Select(letter => letter.MessageId).ShouldBe(["m3"], at);
            foreach (var session in new[] { "s1", "s2", "s3", "s4" }) Record(world, session).Open.ShouldBeEmpty(at);
            foreach (var stream in world.Journal.Records.Select(record => record.Stream).Distinct())
                JsonOf(Fold(world, stream)).ShouldBe(JsonOf(world.Journal.StateOf(stream)), at);
        }
    }

    /// <summary>A stuck container that ignores the stop, a due message, a message that has used up its tries, and a series.</summary>
    private static Simulation.World Play((int Write, WriteCrash When)? crash, out int hosts)
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0, Stubbornness.IgnoresStop);
        world.Session("s2").Add(Due("m2"));
        world.Session("s3").Add(Due("m3") with { Tries = 5 }).Claim("m3", T0);
        world.Session("s4").Add(new Message("m4", MessageStatus.Pending, ProcessAfter: T0, Timestamp: T0, Recurrence: "0 0 * * *"));
        world.Files["s4"].Acknowledge("m4", "completed", T0);
        world.Journal.CrashAt = crash;
        world.Start(Host);
        hosts = 1;
        for (var second = 1; second <= 600; second += 7)
        {
            if (!world.IsUp)
            {
                hosts++;
                world.Restart(Host);
            }

            world.At(Seconds(second));
        }

        return world;
    }

    private static JournalState Fold(Simulation.World world, string stream) => world.Journal.Records
        .Where(record => record.Stream == stream)
        .Aggregate(JournalState.Empty(stream), (state, record) => state.After(record.Event, record.At));

    private static string JsonOf(JournalState state) => System.Text.Encoding.UTF8.GetString(JournalCodec.Encode(state));

    private static SessionRecord Record(Simulation.World world, string session) =>
        (SessionRecord)world.Journal.StateOf(JournalState.StreamOf(new SessionId(session)));
}
