using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Journaling;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>What is rebuilt from the journal is judged as the actor judged it.</summary>
public sealed class SessionPastTests
{
    private static readonly string[] Sessions = ["s1", "s2", "s3"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_verdict_on_record_is_reached_again_from_the_events_before_it(int seed)
    {
        var world = Lived(seed, out _);

        var judged = 0;
        foreach (var record in world.Journal.Records)
        {
            if (record.Event is not SessionEvent.Judged { Explanation: var told } verdict) continue;
            var again = Verdict(other => other.Number < record.Number);
            // A heartbeat that the look had found is on record with the end of the pass.
            var end = world.Journal.Records.FirstOrDefault(other => other.Number > record.Number && other.Event is HostEvent.PassEnded);
            if (again != (verdict.State, told.Decision, told.Deciding))
                again = Verdict(other => other.Number < record.Number || other == end);
            again.ShouldBe((verdict.State, told.Decision, told.Deciding), $"{record.Stream} {record.Number} at {told.At - T0}");
            judged++;

            (SessionState, string, string) Verdict(Func<JournalRecord, bool> chosen)
            {
                var (past, supervisor) = Fold(world, record.Stream, chosen);
                var explanation = Explain(past, supervisor, told.At);
                return (explanation.State, explanation.Decision, explanation.Deciding);
            }
        }

        judged.ShouldBeGreaterThan(10);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void After_each_pass_a_session_stands_as_its_actor_said(int seed)
    {
        var world = Lived(seed, out var passes);

        var compared = 0;
        foreach (var (ended, at, said) in passes)
        {
            foreach (var standing in said)
            {
                var stream = JournalState.StreamOf(standing.Session);
                var (past, supervisor) = Fold(world, stream, record => record.Number <= ended);
                var plan = SessionJudge.Judge(past.At(at)!, Settings(supervisor).LimitsOf("g1"), past.Reading(at));
                (plan.State, plan.Standing)
                    .ShouldBe((standing.State, standing.Text), $"{standing.Session} in the pass that ended with {ended}");
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void What_the_host_has_changed_itself_is_known_before_the_next_look()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Session("s2").Add(Due("m2") with { Recurrence = "0 * * * *" }).Acknowledge("m2", "completed", T0);
        world.Session("s3").Add(Due("m3") with { Tries = 5 }).Claim("m3", T0);
        world.Start(Given.Settings);
        _ = world.PassAsync();
        world.At(Seconds(1));

        var (retried, _) = Fold(world, "session-s1", _ => true);
        var (recurred, _) = Fold(world, "session-s2", _ => true);
        var (failed, _) = Fold(world, "session-s3", _ => true);

        retried.Evidence.Claims.ShouldBeEmpty();
        retried.Evidence.Messages.Single().ShouldBe(world.Files["s1"].Messages["m1"]);
        recurred.Evidence.Acks.ShouldBeEmpty();
        recurred.Evidence.Messages.Single().ProcessAfter.ShouldBe(T0 + Hours(1));
        failed.Evidence.Messages.ShouldBeEmpty();
        Explained(world, "s1").Text.ShouldBe("idle: next due at 2026-01-10T12:00:05.000Z");
        Explained(world, "s2").Text.ShouldBe("idle: next due at 2026-01-10T13:00:00.000Z");

        world.Order(OrderKind.Retry, "s3");
        world.At(Minutes(2));
        _ = world.PassAsync();
        Fold(world, "session-s3", record => record.Event is not SessionEvent.Observed { Pass: 2 }).Past.Evidence.Messages
            .ShouldHaveSingleItem().Tries.ShouldBe(0);
    }

    [Fact]
    public void A_container_that_no_host_has_looked_at_yet_counts_from_the_instant_of_the_question()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0);
        world.Start(Adopting);
        _ = world.PassAsync();
        world.At(Seconds(50));
        Explained(world, "s1").Deciding.ShouldBe("claim-stuck(m1)");
        world.Restart(Adopting);
        world.At(Minutes(5));

        var explanation = Explained(world, "s1");

        (explanation.Decision, explanation.Deciding).ShouldBe((Decisions.Nothing, RuleNames.StartupGrace));
    }

    [Fact]
    public void The_same_holds_behind_a_base()
    {
        var world = Lived(7, out var passes);
        var at = passes[^1].At;
        var stream = JournalState.StreamOf(new SessionId("s1"));
        var records = world.Journal.Records.Where(record => record.Stream == stream).ToList();
        var cut = records.Last(record => record.Event is SessionEvent.LifeBegan);
        var state = records.TakeWhile(record => record.Number < cut.Number)
            .Aggregate(JournalState.Empty(stream), (state, record) => state.After(record.Event, record.At));

        var based = SessionPast.Of(new SessionId("s1")).After(new JournalBase(stream, cut.Sequence - 1, cut.At, state));
        foreach (var record in world.Journal.Records.Where(record => record.Number >= cut.Number)) based = based.After(record, true);
        var (whole, supervisor) = Fold(world, stream, _ => true);

        JournalCodec.Encode(based.Record).ShouldBe(JournalCodec.Encode(whole.Record));
        Explain(based, supervisor, at).Findings.ShouldBe(Explain(whole, supervisor, at).Findings);
    }

    // --- what holds a decision back ---

    [Fact]
    public void A_start_that_waits_for_a_place_is_queued()
    {
        var world = World();
        world.Session("s1").Add(Due("m1"));
        world.Session("s2").Add(Due("m2"));
        world.Start(Given.Settings with { Gateway = Given.Settings.Gateway with { MaxConcurrent = 1 } });
        _ = world.PassAsync();

        var explanation = Explained(world, "s2");

        (explanation.State, explanation.Deciding).ShouldBe((SessionState.Queued, RuleNames.Queued));
        explanation.Findings.Single(finding => finding.Rule == RuleNames.Due).Holds.ShouldBeTrue();
        ((SessionRecord)world.Journal.StateOf("session-s2")).State.ShouldBe(SessionState.Queued);
    }

    [Fact]
    public void A_container_that_cannot_be_stopped_is_left_alone_until_then()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0, Stubbornness.CannotBeKilled);
        world.Start(Given.Settings);
        world.At(Minutes(2));
        _ = world.PassAsync();
        world.At(Minutes(3));

        var explanation = Explained(world, "s1");

        (explanation.State, explanation.Deciding).ShouldBe((SessionState.Quarantined, RuleNames.CannotStop));
        var until = ((SessionRecord)world.Journal.StateOf("session-s1")).Unstoppable!.RetryAt;
        explanation.Deadline.ShouldBe(until);
        Explained(world, "s1", until).Deciding.ShouldBe("claim-stuck(m1)");
    }

    [Fact]
    public void A_stop_that_waits_for_the_journal_says_so()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0);
        world.Start(Given.Settings);
        _ = world.PassAsync();
        world.At(Minutes(2));
        world.Journal.Fault = () => new JournalException(JournalFault.Full, "no room");
        _ = world.PassAsync();
        world.At(Minutes(3));
        world.Journal.Fault = null;
        world.At(Minutes(4));

        var explanation = Explained(world, "s1");

        (explanation.Decision, explanation.Deciding).ShouldBe((Decisions.Nothing, RuleNames.JournalWritable));
        explanation.Text.ShouldContain("no room");
        _ = world.PassAsync();
        world.At(Minutes(5));
        Explained(world, "s1").Deciding.ShouldBe(RuleNames.Due);
    }

    [Fact]
    public void A_life_that_the_storm_brake_spared_is_judged_from_then_on()
    {
        var world = World();
        foreach (var number in Enumerable.Range(1, 6))
        {
            world.Session($"s{number}").Add(Due("m1")).Claim("m1", T0);
            world.Runtime.Run($"s{number}", T0);
        }

        world.Start(Given.Settings);
        world.At(Minutes(2));
        _ = world.PassAsync();
        world.At(Minutes(2) + Seconds(30));

        var explanation = Explained(world, "s3");

        explanation.Decision.ShouldBe(Decisions.Nothing);
        explanation.Findings.Single(finding => finding.Rule == "claim-stuck(m1)").Age.ShouldBe(Seconds(30));
        explanation.Findings.Single(finding => finding.Rule == RuleNames.StormBrake).Holds.ShouldBeTrue();
    }

    [Fact]
    public void Files_that_cannot_be_used_and_a_failed_actor_keep_a_session_from_being_judged()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).ReadFault = () => new SessionStoreException(StoreFault.Corrupt, "inbound.db is damaged");
        world.Session("s2").Add(Due("m2")).ReadFault = () => new InvalidOperationException("a mistake");
        world.Start(Given.Settings);
        _ = world.PassAsync();

        var unusable = Explained(world, "s1");
        var failed = Explained(world, "s2");

        (unusable.State, unusable.Deciding).ShouldBe((SessionState.Degraded, RuleNames.FilesUsable));
        unusable.Text.ShouldContain("inbound.db is damaged");
        (failed.State, failed.Deciding).ShouldBe((SessionState.Waiting, RuleNames.ActorFailures));
        failed.Text.ShouldContain("a mistake");
        failed.Deadline.ShouldNotBeNull();
    }

    [Fact]
    public void What_a_host_only_reports_is_said_to_be_only_reported()
    {
        var world = World();
        world.Session("s1").Add(Due("m1"));
        var s2 = world.Session("s2").Add(Due("m2")).Claim("m2", T0 - Hours(1));
        s2.Listed = s2.Listed with { ReportedRunning = true };
        world.Runtime.CanAct = false;
        world.Start(Given.Settings);
        _ = world.PassAsync();
        world.At(Seconds(1));

        Explained(world, "s1").Deciding.ShouldBe(RuleNames.ReportedOnly);
        Explained(world, "s2").Deciding.ShouldBe(RuleNames.ReportedOnly);
    }

    [Fact]
    public void A_session_that_is_no_longer_listed_is_left_alone()
    {
        var world = World();
        world.Session("s1").Add(Due("m1"));
        world.Start(Given.Settings);
        _ = world.PassAsync();
        world.Files["s1"].Active = false;
        world.At(Minutes(1));
        _ = world.PassAsync();

        Explained(world, "s1").Deciding.ShouldBe(RuleNames.Listed);
    }

    [Fact]
    public void A_start_that_another_program_was_asked_for_is_not_asked_for_again()
    {
        var requested = new SessionEvent.StartRequested(T0 + Seconds(60));
        var past = SessionPast.Of(new SessionId("s1"));
        var sequence = 0L;
        var listed = new SessionEvent.Listed(new Session(new SessionId("s1"), "g1", "g1", "/s1"));
        foreach (var happened in new SessionEvent[] { listed, Look(), requested })
            past = past.After(new JournalRecord(++sequence, "session-s1", sequence, T0, happened), adopts: true);

        RecordedExplanation.Of(past, SupervisorRecord.Empty, Limits, T0 + Seconds(59))!.Deciding.ShouldBe(RuleNames.StartRequested);
        RecordedExplanation.Of(past, SupervisorRecord.Empty, Limits, T0 + Seconds(60))!.Deciding.ShouldBe(RuleNames.Due);

        static SessionEvent Look() => new SessionEvent.Observed(
            1, new(T0, T0), ContainerView.Stopped.Instance, new EvidenceChange(null, null, [], [], [Due("m1")], []), []);
    }

    // --- lives ---

    /// <summary>One pass: the number of its end, its instant, and what was said in it of sessions for which nothing was done.</summary>
    private sealed record Passed(long Ended, DateTimeOffset At, IReadOnlyList<SessionStanding> Said);

    /// <summary>Some minutes in the life of three sessions, with whatever may come, and all passes.</summary>
    private static Simulation.World Lived(int seed, out List<Passed> passes)
    {
        var chance = new Random(seed);
        var world = World();
        foreach (var session in Sessions) world.Session(session).Add(Due("m0"));
        var settings = (seed % 2 == 0 ? Adopting : Given.Settings) with { SweepInterval = Seconds(5), Storm = new(0.5, 2) };
        settings = settings.With(limits => limits with
        {
            Liveness = limits.Liveness with { ClaimTolerance = Seconds(20), StaleThreshold = Seconds(40), Ceiling = Seconds(60) },
            Crashes = limits.Crashes with { Intensity = 2, Pause = Seconds(30) },
        });
        world.Start(settings);
        passes = [];
        for (var second = 1; second < 400; second++)
        {
            Happen(world, chance, second, settings);
            var (events, records) = (world.Events.Count, world.Journal.Records.Count);
            world.At(Seconds(second));
            if (world.Journal.Records.Skip(records).LastOrDefault(record => record.Event is HostEvent.PassEnded) is not { } ended) continue;
            var at = ((HostEvent.PassEnded)ended.Event).Pass.Begin.Wall;
            var busy = world.Journal.Records.Skip(records).Where(record => record.Event is SessionEvent.Acted or SessionEvent.Intended
                or SessionEvent.Graced or SessionEvent.LifeEnded or SessionEvent.LifeBegan).Select(record => record.Stream).ToHashSet();
            var said = world.Events.Skip(events).OfType<SessionStanding>().Where(standing => standing.At == at
                && standing.State != SessionState.Degraded && !busy.Contains(JournalState.StreamOf(standing.Session)));
            passes.Add(new Passed(ended.Number, at, [.. said]));
        }

        return world;
    }

    private static void Happen(Simulation.World world, Random chance, int second, SupervisionSettings settings)
    {
        var session = world.Files[Sessions[chance.Next(Sessions.Length)]];
        var now = world.Clock.GetUtcNow();
        var container = world.Runtime.Containers.FirstOrDefault(container => container.Session == session.Listed.Id);
        var message = session.Messages.Values.LastOrDefault(message => message.Status == MessageStatus.Pending);
        switch (chance.Next(60))
        {
            case < 6 when container is not null && message is not null:
                session.Claim(message.Id, now);
                break;
            case < 18 when container is not null:
                session.Heartbeat = now;
                break;
            case < 22 when container is not null && message is not null:
                session.Acknowledge(message.Id, chance.Next(4) == 0 ? "failed" : "completed", now);
                break;
            case < 25:
                session.Tool = chance.Next(2) == 0 ? null : new ToolInFlight("Bash", Seconds(chance.Next(120)), now);
                break;
            case < 29:
                session.Add(new Message($"m{second}", MessageStatus.Pending, ProcessAfter: now, Timestamp: now));
                break;
            case < 31 when container is not null:
                world.Runtime.Die(container.Id, tell: chance.Next(2) == 0);
                break;
            case 31:
                world.Runtime.Down = world.Runtime.Down is null ? "down" : null;
                break;
            case 32:
                // A smaller step than the clock gap of the settings is on record only with the end of the next pass.
                world.Clock.StepWallClock(Seconds(chance.Next(6, 40) * (chance.Next(2) == 0 ? -1 : 1)));
                break;
            case 33:
                world.Restart(settings);
                break;
            case 34:
                session.ReadFault = session.ReadFault is null ? () => new SessionStoreException(StoreFault.Locked, "locked") : null;
                break;
        }
    }

    private static (SessionPast Past, SupervisorRecord Supervisor) Fold(
        Simulation.World world, string stream, Func<JournalRecord, bool> chosen)
    {
        var past = SessionPast.Of(JournalState.SessionOf(stream)!.Value);
        var supervisor = SupervisorRecord.Empty;
        foreach (var record in world.Journal.Records.Where(chosen))
        {
            supervisor = record.Stream == JournalState.SupervisorStream ? supervisor.After(record.Event, record.At) : supervisor;
            past = past.After(record, supervisor.Settings is null || Settings(supervisor).Mode.Adopts);
        }

        return (past, supervisor);
    }

    private static Explanation Explained(Simulation.World world, string session, DateTimeOffset? at = null)
    {
        var (past, supervisor) = Fold(world, JournalState.StreamOf(new SessionId(session)), _ => true);
        return Explain(past, supervisor, at ?? world.Clock.GetUtcNow());
    }

    private static Explanation Explain(SessionPast past, SupervisorRecord supervisor, DateTimeOffset at) =>
        RecordedExplanation.Of(past, supervisor, Settings(supervisor).LimitsOf("g1"), at)!;

    private static SupervisionSettings Settings(SupervisorRecord supervisor) => SettingsText.Read(supervisor.Settings!);
}
