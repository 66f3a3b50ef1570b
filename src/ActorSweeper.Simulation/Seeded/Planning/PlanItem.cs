using System.Globalization;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Simulation.InMemory;

namespace ActorSweeper.Simulation.Seeded.Planning;

/// <summary>
/// Something that happens in a simulated run from outside: work that arrives, or a fault. A closed set. Each stands for itself:
/// with some of them taken away the others happen as before, which is what makes a failure small.
/// </summary>
/// <param name="At">When, since the beginning, by the steady clock.</param>
internal abstract record PlanItem(TimeSpan At)
{
    /// <summary>The session that it concerns; null when it concerns the host or all of them.</summary>
    public virtual int? Session => null;

    /// <summary>The name of its kind, such as <c>outage</c>: whole kinds are taken away at once.</summary>
    public string Kind => GetType().Name;

    /// <summary>It in one line.</summary>
    public abstract string Text { get; }

    private static string Name(int session) => string.Create(CultureInfo.InvariantCulture, $"s{session}");

    /// <summary>A message is written.</summary>
    /// <param name="At">When.</param>
    /// <param name="Of">To which session.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="Delay">It is due so much later; null for at once.</param>
    /// <param name="Cron">Its recurrence; null for none.</param>
    /// <param name="Triggers">Whether it wakes a container.</param>
    /// <param name="Curse">What every claim of it comes to; null for what is armed, or nothing.</param>
    public sealed record Arrival(
        TimeSpan At, int Of, string Id, TimeSpan? Delay, string? Cron, bool Triggers, ClaimFate? Curse) : PlanItem(At)
    {
        public override int? Session => Of;

        public override string Text => $"message {Id} to {Name(Of)}{(Cron is null ? "" : $", recurring {Cron}")}"
            + $"{(Delay is { } delay ? $", due in {Durations.Text(delay)}" : "")}{(Triggers ? "" : ", context only")}"
            + $"{(Curse is { } curse ? $", always {curse}" : "")}";
    }

    /// <summary>The next claim that the session's container takes comes to this.</summary>
    public sealed record Fate(TimeSpan At, int Of, ClaimFate Comes) : PlanItem(At)
    {
        public override int? Session => Of;

        public override string Text => $"the next claim of {Name(Of)} comes to {Comes}";
    }

    /// <summary>For a while starts of the session's container go wrong.</summary>
    public sealed record StartTrouble(TimeSpan At, int Of, TimeSpan For, StartFault Fault) : PlanItem(At)
    {
        public override int? Session => Of;

        public override string Text => $"starts of {Name(Of)}: {Fault} for {Durations.Text(For)}";
    }

    /// <summary>For a while the session's container does not stop as asked.</summary>
    public sealed record Stubborn(TimeSpan At, int Of, TimeSpan For, Stubbornness How) : PlanItem(At)
    {
        public override int? Session => Of;

        public override string Text => $"the container of {Name(Of)}: {How} for {Durations.Text(For)}";
    }

    /// <summary>For a while the session's files cannot be used.</summary>
    public sealed record StoreTrouble(TimeSpan At, int Of, TimeSpan For, StoreFault Fault, bool Reading, bool Writing) : PlanItem(At)
    {
        public override int? Session => Of;

        public override string Text => $"files of {Name(Of)}: {Fault}{(Reading ? " to read" : "")}{(Writing ? " to write" : "")}"
            + $" for {Durations.Text(For)}";
    }

    /// <summary>For a while the session's files are slow.</summary>
    public sealed record SlowStore(TimeSpan At, int Of, TimeSpan For, TimeSpan Each) : PlanItem(At)
    {
        public override int? Session => Of;

        public override string Text => $"files of {Name(Of)}: {Durations.Text(Each)} for each use, for {Durations.Text(For)}";
    }

    /// <summary>The source does not list the session for a while.</summary>
    public sealed record Archived(TimeSpan At, int Of, TimeSpan For) : PlanItem(At)
    {
        public override int? Session => Of;

        public override string Text => $"{Name(Of)} is not active for {Durations.Text(For)}";
    }

    /// <summary>An operator gives an order.</summary>
    public sealed record Order(TimeSpan At, int Of, OrderKind What) : PlanItem(At)
    {
        public override int? Session => Of;

        public override string Text => $"operator: {What} {Name(Of)}";
    }

    /// <summary>A container that nobody wants: of a session that is not active, or a second one of a session.</summary>
    public sealed record Stray(TimeSpan At, int? Of) : PlanItem(At)
    {
        public override int? Session => Of;

        public override string Text => Of is { } of ? $"an old second container of {Name(of)}" : "a container of a session that is gone";
    }

    /// <summary>A container of somebody else.</summary>
    public sealed record Foreign(TimeSpan At) : PlanItem(At)
    {
        public override string Text => "a container of somebody else";
    }

    /// <summary>The runtime cannot be asked for a while.</summary>
    public sealed record Outage(TimeSpan At, TimeSpan For) : PlanItem(At)
    {
        public override string Text => $"runtime down for {Durations.Text(For)}";
    }

    /// <summary>The wall clock is stepped; or the machine sleeps, which is the same to those who sleep with it.</summary>
    public sealed record ClockStep(TimeSpan At, TimeSpan By) : PlanItem(At)
    {
        public override string Text => $"wall clock {(By < TimeSpan.Zero ? "-" : "+")}{Durations.Text(By.Duration())}";
    }

    /// <summary>The event stream tells nothing for a while.</summary>
    public sealed record Silence(TimeSpan At, TimeSpan For) : PlanItem(At)
    {
        public override string Text => $"event stream silent for {Durations.Text(For)}";
    }

    /// <summary>For a while the event stream tells each death so much later, and then twice.</summary>
    public sealed record LateDeaths(TimeSpan At, TimeSpan For, TimeSpan Late) : PlanItem(At)
    {
        public override string Text => $"deaths are told {Durations.Text(Late)} late and twice, for {Durations.Text(For)}";
    }

    /// <summary>Every agent that works falls silent: a network that is gone, say.</summary>
    public sealed record Freeze(TimeSpan At, TimeSpan For) : PlanItem(At)
    {
        public override string Text => $"all agents are silent for {Durations.Text(For)}";
    }

    /// <summary>The list of sessions cannot be read for a while.</summary>
    public sealed record SourceTrouble(TimeSpan At, TimeSpan For) : PlanItem(At)
    {
        public override string Text => $"sessions cannot be listed for {Durations.Text(For)}";
    }

    /// <summary>The host is killed, or ended in order, and started again later.</summary>
    public sealed record HostDown(TimeSpan At, TimeSpan For, bool InOrder) : PlanItem(At)
    {
        public override string Text => $"host {(InOrder ? "ends" : "is killed")}, back in {Durations.Text(For)}";
    }

    /// <summary>The host is killed at one of the next writes of the journal, and started again later.</summary>
    public sealed record JournalCrash(TimeSpan At, int Writes, WriteCrash When, TimeSpan For) : PlanItem(At)
    {
        public override string Text => string.Create(
            CultureInfo.InvariantCulture,
            $"host is killed {(When == WriteCrash.Before ? "before" : "after")} write {Writes} of the journal from now,"
            + $" back in {Durations.Text(For)}");
    }

    /// <summary>The journal cannot be used for a while.</summary>
    public sealed record JournalTrouble(TimeSpan At, TimeSpan For, JournalFault Fault) : PlanItem(At)
    {
        public override string Text => $"journal {Fault} for {Durations.Text(For)}";
    }

    /// <summary>Each write of the journal takes so long, for a while.</summary>
    public sealed record SlowJournal(TimeSpan At, TimeSpan For, TimeSpan Each) : PlanItem(At)
    {
        public override string Text => $"journal takes {Durations.Text(Each)} for each write, for {Durations.Text(For)}";
    }

    /// <summary>Other settings are put into force.</summary>
    public sealed record Reload(TimeSpan At, double Scale) : PlanItem(At)
    {
        public override string Text => string.Create(
            CultureInfo.InvariantCulture, $"settings reloaded: limits of liveness times {Scale:0.##}");
    }
}

/// <summary>What a claim comes to.</summary>
internal enum ClaimFate
{
    /// <summary>Answered and acknowledged.</summary>
    Done,

    /// <summary>Acknowledged as failed.</summary>
    FailedAck,

    /// <summary>A tool that is silent for as long as it has declared, and then done.</summary>
    Tool,

    /// <summary>A tool that never ends.</summary>
    HangInTool,

    /// <summary>The container dies in the middle of the work.</summary>
    Crash,

    /// <summary>The container dies in the middle of a tool, whose declaration stays behind.</summary>
    CrashInTool,

    /// <summary>The agent falls silent for ever.</summary>
    Hang,

    /// <summary>The agent falls silent in the instant of the claim.</summary>
    HangAtOnce,

    /// <summary>The agent is silent, but not for too long, and then done.</summary>
    Pause,

    /// <summary>The agent is silent for too long; where it lives to see it, it goes on.</summary>
    Thaw,

    /// <summary>The answer is written, the ack is not: the container dies.</summary>
    AnswerThenCrash,

    /// <summary>The answer is written, the ack is not: the agent falls silent.</summary>
    AnswerThenHang,

    /// <summary>Acknowledged, and the container dies in the same instant.</summary>
    CrashAfterAck,

    /// <summary>Acknowledged as completed, and then as failed.</summary>
    SecondThoughts,
}

/// <summary>How a start goes wrong.</summary>
internal enum StartFault
{
    /// <summary>The image is missing.</summary>
    ImageMissing,

    /// <summary>The request is refused.</summary>
    Refused,

    /// <summary>The container ends before it has shown any life.</summary>
    DiesAtOnce,

    /// <summary>The runtime takes longer than it may, and starts it all the same.</summary>
    Late,

    /// <summary>The runtime takes long, but not too long.</summary>
    Slow,

    /// <summary>The container runs, and its agent takes long to come up.</summary>
    SlowBoot,
}
