using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Simulation.Seeded.Hosts;
using ActorSweeper.Simulation.Seeded.Planning;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>Carries the plan out: what arrives arrives, what fails fails, and ends to fail when its time is over.</summary>
internal sealed class Director(Stage stage)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly HostLives _hosts = new(stage);
    private readonly Troubles<PlanItem> _outages = new();
    private readonly Troubles<PlanItem> _sources = new();
    private readonly Troubles<PlanItem.JournalTrouble> _journal = new();
    private int _gone;

    private World World => stage.World;

    public void StartHost() => _hosts.Start();

    /// <summary>Ends what is left of a host that was killed from within.</summary>
    /// <returns>1 when there was one.</returns>
    public int BuryHost() => _hosts.Bury();

    public void CarryOut(PlanItem item)
    {
        switch (item)
        {
            case PlanItem.HostDown down:
                _hosts.End(down.InOrder, down.For);
                break;
            case PlanItem.JournalCrash crash:
                _hosts.CrashAtWrite(crash);
                break;
            case PlanItem.Reload reload:
                _hosts.Reload(SettingsDraw.Scaled(stage.Plan.Settings, reload.Scale));
                break;
            case { Session: { } session }:
                OnSession(item, stage.Session(session));
                break;
            default:
                OnHost(item);
                break;
        }
    }

    /// <summary>From now on nothing fails any more.</summary>
    public void EndAllFaults()
    {
        foreach (var session in stage.Sessions)
        {
            session.Heal();
            Returns(session);
            foreach (var agent in session.Agents.Where(agent => !agent.IsHung)) agent.Thaw();
            stage.Crew.Poke(session);
            stage.Witness.Messages.FaultsEnd(session);
        }

        stage.Crew.Silence.Clear();
        stage.Crew.Lateness.Clear();
        stage.JournalSlowness.Clear();
        _outages.Clear();
        _sources.Clear();
        _journal.Clear();
        ApplyTroubles();
        _hosts.EndFaults();
    }

    // --- one session ---

    private void OnSession(PlanItem item, SessionStage session)
    {
        switch (item)
        {
            case PlanItem.Arrival arrival:
                Arrives(arrival, session);
                break;
            case PlanItem.Fate fate:
                session.Arm(fate.Comes);
                break;
            case PlanItem.StartTrouble trouble:
                For(session.Starts, trouble.Fault, trouble.For, () => { });
                break;
            case PlanItem.Stubborn stubborn:
                // One that only ignores the first rung is stopped by the next.
                if (stubborn.How != Stubbornness.IgnoresStop)
                {
                    session.Delay(stage.Now + stubborn.For + stage.Settings.Stopping.RetryPause);
                    session.StubbornUntil = stage.Now + stubborn.For;
                }

                For(session.Stops, stubborn.How, stubborn.For, () => { });
                break;
            case PlanItem.StoreTrouble trouble:
                session.Delay(stage.Now + trouble.For + Minute);
                For(session.Store, trouble, trouble.For, () => { });
                break;
            case PlanItem.SlowStore slow:
                session.Delay(stage.Now + slow.For + Minute);
                For(session.Slowness, slow.Each, slow.For, () => { });
                break;
            case PlanItem.Archived archived:
                session.AbsentSince ??= stage.Now;
                session.Files.Active = false;
                For(session.Absence, true, archived.For, () => Returns(session));
                break;
            case PlanItem.Order order:
                session.OrderedRetry |= order.What == OrderKind.Retry;
                _ = World.Order(order.What, session.Name, why: "simulated");
                break;
            case PlanItem.Stray when session.Agents.LastOrDefault() is { } agent:
                Strays(session.Name, agent.Container.StartedAt!.Value - Minute);
                break;
        }
    }

    private void Arrives(PlanItem.Arrival arrival, SessionStage session)
    {
        stage.Tally.Messages++;
        var due = arrival.Delay is { } delay ? stage.WallNow + delay : (DateTimeOffset?)null;
        if (arrival.Cron is not null) session.Series.Add(arrival.Id);
        if (arrival.Curse is { } curse) session.Curse(arrival.Id, curse);
        session.Files.Add(new Message(
            arrival.Id,
            MessageStatus.Pending,
            arrival.Triggers,
            0,
            due,
            stage.WallNow,
            arrival.Cron,
            arrival.Cron is null ? null : arrival.Id));
        stage.Crew.Poke(session);
    }

    private void Returns(SessionStage session)
    {
        if (session.Absence.Any || session.AbsentSince is null) return;
        session.Files.Active = true;
        session.AbsentSince = null;
        session.ReturnedAt = stage.Now;
    }

    private void Strays(string session, DateTimeOffset startedAt)
    {
        var stray = World.Runtime.Run(session, startedAt);
        stage.Witness.Containers.IsStray(stray.Id);
        stage.Note($"{session} {stray.Id} is nobody's");
    }

    // --- host, runtime, clocks ---

    private void OnHost(PlanItem item)
    {
        switch (item)
        {
            case PlanItem.Stray:
                Strays($"gone{++_gone}", stage.WallNow - TimeSpan.FromHours(1));
                break;
            case PlanItem.Foreign:
                stage.Witness.Containers.IsForeign(World.Runtime.RunForeign().Id);
                break;
            case PlanItem.Outage outage:
                For(_outages, item, outage.For, Outage(outage.For));
                break;
            case PlanItem.SourceTrouble trouble:
                For(_sources, item, trouble.For, Outage(trouble.For));
                break;
            case PlanItem.JournalTrouble trouble:
                For(_journal, trouble, trouble.For, Outage(trouble.For));
                break;
            case PlanItem.SlowJournal slow:
                For(stage.JournalSlowness, slow.Each, slow.For, Outage(slow.For));
                break;
            case PlanItem.ClockStep step:
                Steps(step.By);
                break;
            case PlanItem.Silence silence:
                For(stage.Crew.Silence, true, silence.For, () => { });
                break;
            case PlanItem.LateDeaths late:
                For(stage.Crew.Lateness, late.Late, late.For, () => { });
                break;
            case PlanItem.Freeze freeze:
                stage.Crew.FreezeFor(freeze.For);
                break;
        }

        ApplyTroubles();
    }

    /// <summary>
    /// The host could not act, or could not be believed; one that was started meanwhile sees everything for the first time.
    /// </summary>
    private Action Outage(TimeSpan time)
    {
        var begin = stage.Now;
        stage.Witness.Silences.Delay(begin + time + Minute);
        stage.Witness.Journal.Trouble(begin + time + stage.Witness.Silences.Slack);
        stage.Witness.Containers.Tolerance(begin + time);
        return () =>
        {
            ApplyTroubles();
            if (_hosts.StartedAt >= begin) stage.Witness.Silences.Tolerance(stage.Now + stage.Settings.SweepInterval!.Value);
        };
    }

    private void ApplyTroubles()
    {
        World.Runtime.Down = _outages.Any ? "the daemon does not answer" : null;
        World.Files.ListFault = _sources.Any ? () => new SessionStoreException(StoreFault.Locked, "the list is locked") : null;
        var fault = _journal.Any ? _journal.Newest.Fault : (JournalFault?)null;
        World.Journal.Fault = fault is { } why ? () => new JournalException(why, $"the journal is {why}") : null;
    }

    private void Steps(TimeSpan by)
    {
        World.Clock.StepWallClock(by);
        stage.Wall.Step(stage.Now, by);
        var sweep = stage.Settings.SweepInterval!.Value;
        stage.Witness.Journal.Trouble(stage.Now + Minute);
        stage.Witness.Containers.Tolerance(stage.Now);
        if (by.Duration() >= stage.Settings.ClockGap) stage.Witness.Silences.Tolerance(stage.Now + (2 * sweep));
        foreach (var session in stage.Sessions)
        {
            // A pause by the wall clock is longer when that is set back.
            var retry = session.StubbornUntil + stage.Settings.Stopping.RetryPause - by;
            if (by < TimeSpan.Zero && retry > stage.Now) session.Delay(retry + (2 * sweep));
            stage.Crew.Poke(session);
        }
    }

    private void For<T>(Troubles<T> troubles, T trouble, TimeSpan time, Action end)
    {
        troubles.Begin(trouble);
        stage.Agenda.Enter(stage.Now + time, () =>
        {
            troubles.End(trouble);
            end();
        });
    }
}
