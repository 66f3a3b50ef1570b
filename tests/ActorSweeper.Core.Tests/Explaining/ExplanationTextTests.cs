using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Tests.Explaining;

public sealed class ExplanationTextTests
{
    [Fact]
    public void A_running_session_is_shown_with_the_limit_that_it_will_pass_first() => Lines(Cases.Running(26)).ShouldBe(
        """
        s1: running; decision nothing, by claim-stuck(m1); at 2026-01-10T12:00:26.000Z
          alive: last sign of life 26 s ago
          [x] container-known  container agent-s1 runs
          [ ] sync-acks        none to carry
          [ ] message-open     not asked: a container runs
          [ ] answered         not asked: a container runs
          [ ] retry-scheduled  not asked: a container runs
          [ ] max-tries        not asked: a container runs
          [ ] missed-run       not asked: a container runs
          [ ] max-pending-age  not asked: a container runs
          [ ] recurrence       no finished message carries a recurrence
          [ ] startup-grace    counts from 15 m ago                  limit 10 s
          [ ] idle             not asked: m1 is claimed
          [ ] ceiling          silent for 26 s                       limit 30 m, in 29 m 34 s, at 12:30:00.001Z
          [ ] stale            silent for 26 s                       limit 10 m, in 9 m 34 s, at 12:10:00.001Z
        > [ ] claim-stuck(m1)  claimed 26 s ago, no heartbeat since  limit 60 s, in 34 s, at 12:01:00.001Z
          [ ] due              not asked: a container runs
          [ ] wake-barrier     not asked: a container runs
          [ ] quarantine       not asked: a container runs
          [ ] start-backoff    not asked: a container runs
        What would change it: claim-stuck(m1) holding; by itself in 34 s, at 12:01:00.001Z.
        """);

    [Fact]
    public void A_dead_container_is_shown_with_what_becomes_of_its_claims() => Lines(
        Cases.Due(
            new Message("m1", MessageStatus.Pending, Tries: 1),
            new Message("m3", MessageStatus.Completed, Recurrence: "0 9 * * *", ProcessAfter: Cases.T0.AddHours(-3))).With(
            evidence => evidence with
            {
                Claims = [new Claim("m1", null), new Claim("m2", null)],
                Acks = [new Ack("m4", true, "error")],
            })).ShouldBe(
        """
        s1: idle; decision nothing, by due; at 2026-01-10T12:00:26.000Z
          idle: next due at 2026-01-10T12:00:36.000Z
          [x] container-known      no container runs
          [x] sync-acks            1 to carry: m4 error
          [x] message-open(m1)     pending
          [ ] answered(m1)         no reply exists
          [ ] retry-scheduled(m1)  no retry is scheduled
          [ ] max-tries(m1)        put back 1 of at most 5 times
          [ ] message-open(m2)     its row is gone or finished: only the claim goes
          [ ] missed-run           off
          [ ] max-pending-age      off
          [x] recurrence(m3)       0 9 * * * in UTC: next at 2026-01-11T09:00:00.000Z
          [ ] startup-grace        not asked: no container runs
          [ ] idle                 not asked: no container runs
          [ ] ceiling              not asked: no container runs
          [ ] stale                not asked: no container runs
          [ ] claim-stuck          not asked: no container runs
        > [ ] due                  nothing is due yet  in 10 s, at 12:00:36.000Z
          [ ] wake-barrier         none
          [ ] quarantine           0 deaths within 10 m, at most 5
          [ ] start-backoff        no failed start
        What would change it: due holding; by itself in 10 s, at 12:00:36.000Z.
        """);

    [Fact]
    public void A_stop_names_the_limit_that_would_have_to_be_kept() => Lines(Cases.Running(61)).ShouldEndWith(
        """
        What would change it: claim-stuck(m1) no longer holding; not by itself, only by new evidence, other settings or an operator.
        """);

    [Fact]
    public void An_instant_on_another_day_is_shown_with_its_date() =>
        Lines(Cases.Due(new Message("m1", MessageStatus.Pending, ProcessAfter: Cases.T0.AddHours(20)))).ShouldEndWith(
            "What would change it: due holding; by itself in 20 h, at 2026-01-11T08:00:26.000Z.");

    [Fact]
    public void What_a_session_wrote_cannot_act_on_the_terminal()
    {
        var sample = Cases.Due(new Message("m1", MessageStatus.Pending));
        var lines = Lines(sample with
        {
            Snapshot = sample.Snapshot with { Session = sample.Snapshot.Session with { WakeBarrier = "gone\u001b[2J\nfake line\u202e" } },
        });
        lines.ShouldContain("  not woken: gone\\u{1b}[2J\\u{a}fake line\\u{202e}");
        lines.ShouldContain("> [x] wake-barrier     gone\\u{1b}[2J\\u{a}fake line\\u{202e}");
        lines.Where(char.IsControl).Distinct().ShouldBe(['\n']);
    }

    [Fact]
    public void One_long_id_does_not_push_the_other_columns_off_the_screen()
    {
        var id = new string('9', 60);
        var sample = Cases.Running(26);
        var life = sample.Snapshot.Liveness!;
        var lines = Lines(sample with
        {
            Snapshot = sample.Snapshot with { Liveness = life with { Claims = [.. life.Claims, new Claim(id, sample.Now.Steady)] } },
        }).Split('\n');
        lines.Where(line => line.Length > 120).ShouldHaveSingleItem().ShouldContain(id);
    }

    [Fact]
    public void The_explanation_in_the_journal_reads_the_same()
    {
        var explanation = Cases.Running(26).Explanation;
        var judged = new SessionEvent.Judged(explanation.State, explanation);
        var read = (SessionEvent.Judged)JournalCodec.DecodeEvent(JournalCodec.KindOf(judged), JournalCodec.Encode(judged));
        ExplanationText.Lines(read.Explanation).ShouldBe(ExplanationText.Lines(explanation));
    }

    private static string Lines(Sample sample) => string.Join('\n', ExplanationText.Lines(sample.Explanation));
}
