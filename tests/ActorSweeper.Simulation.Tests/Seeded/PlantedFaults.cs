namespace ActorSweeper.Simulation.Tests.Seeded;

/// <summary>A fault that is planted into a copy of the sources.</summary>
/// <param name="Number">The number that switches it on.</param>
/// <param name="What">What is wrong then.</param>
/// <param name="Patches">The text in a file that is there once, and what takes its place.</param>
internal sealed record PlantedFault(int Number, string What, params IReadOnlyList<(string File, string Old, string New)> Patches)
{
    /// <summary>How many sessions it takes to show.</summary>
    public int Sessions { get; init; } = 8;
}

/// <summary>The mistakes that could be made in the judge, the actors and the store: the simulation must find each of them.</summary>
internal static class PlantedFaults
{
    private const string Rules = "ActorSweeper.Core/Liveness/LivenessRules.cs";
    private const string Judge = "ActorSweeper.Core/Judging/SessionJudge.cs";
    private const string Retries = "ActorSweeper.Core/Retries/RetryJudge.cs";
    private const string UsedUp = "ActorSweeper.Core/Retries/RetryRules.cs";
    private const string Waking = "ActorSweeper.Core/Waking/WakeRules.cs";
    private const string Actor = "ActorSweeper.Supervision/Sessions/SessionActor.cs";
    private const string Acting = "ActorSweeper.Supervision/Sessions/SessionActor.Acting.cs";
    private const string Intents = "ActorSweeper.Supervision/Sessions/SessionActor.Intents.cs";
    private const string Supervisor = "ActorSweeper.Supervision/Passes/SupervisorActor.cs";
    private const string Sourced = "ActorSweeper.Supervision/Journaling/EventSourced.cs";
    private const string Files = "ActorSweeper.Simulation/InMemory/SimulatedSession.cs";
    private const string History = "(TState)history.State;";

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new(1, "a limit is passed at half its age", ("ActorSweeper.Core/Liveness/RunningLimit.cs",
            "Age(now) > Limit;", "Age(now) > (Planted.Is(1) ? Limit / 2 : Limit);")),
        new(2, "a limit is passed at three times its age only", ("ActorSweeper.Core/Liveness/RunningLimit.cs",
            "=> now - Since;", "=> Planted.Is(2) ? (now - Since) / 3 : now - Since;")),
        new(3, "silence counts from the claim, whatever beats come after it", (Rules,
            "var last = Later(evidence.Heartbeat, evidence.CountFrom);",
            "var last = Planted.Is(3) ? null : Later(evidence.Heartbeat, evidence.CountFrom);")),
        new(4, "the claims of a dead container are not dropped", (Judge,
            "drop = snapshot.Evidence.Claims;\n", "drop = Planted.Is(4) ? [] : snapshot.Evidence.Claims;\n")),
        new(5, "a retry is not charged", (Files, "Tries = retry.Tries + 1,", "Tries = Planted.Is(5) ? retry.Tries : retry.Tries + 1,")),
        new(6, "an answered message is repeated", (Retries, "if (answered)", "if (answered && !Planted.Is(6))")),
        new(7, "messages are given back while the container is unknown", (Judge,
            "if (snapshot.Container is ContainerView.Stopped)",
            "if (snapshot.Container is ContainerView.Stopped || (Planted.Is(7) && snapshot.Container is ContainerView.Unknown))")),
        new(8, "a start does not wait for its place",
            (Acting, "if (slot is SlotQueued queued)", "if (!Planted.Is(8) && slot is SlotQueued queued)"),
            (Acting, "{queued.Ahead} ahead\"));", "{((SlotQueued)slot).Ahead} ahead\"));"),
            (Acting, "{queued.Ahead} ahead in", "{((SlotQueued)slot).Ahead} ahead in")),
        new(9, "a failed ack counts as done", ("ActorSweeper.Core/Judging/MessagePlan.cs",
            "var status = ack.Failed ?", "var status = ack.Failed && !Planted.Is(9) ?")),
        new(10, "the storm brake never lets go", ("ActorSweeper.Supervision/Passes/StopGate.cs",
            "if (proposal.AfterGrace)", "if (proposal.AfterGrace && !Planted.Is(10))")) { Sessions = 40 },
        new(11, "a quarantine is forgotten on a restart", (Sourced, $": {History}",
            ": Planted.Is(11) && history.State is SessionRecord forgets"
                + $" ? (TState)(JournalState)(forgets with {{ Crashes = Core.Quarantine.CrashHistory.None }}) : {History}")),
        new(12, "failed starts are forgotten on a restart", (Sourced, "(_sequence, _sinceSnapshot, IsReady",
            "if (Planted.Is(12) && State is SessionRecord counts)"
                + " State = (TState)(JournalState)(counts with { Starts = Core.Waking.StartBackoff.None });\n"
                + "        (_sequence, _sinceSnapshot, IsReady")),
        new(13, "a stop is not journaled before it is done", (Acting,
            "if (await Intend(intent) is { } first)", "if (!Planted.Is(13) && await Intend(intent) is { } first)"),
            (Acting, "Hold(intent, ActionKind.Stop, messageId, why, first);", "Hold(intent, ActionKind.Stop, messageId, why, \"\");")),
        new(14, "nobody waits until an intent is durable", (Intents,
            "return await _memory.Journal.DurableAsync();", "return Planted.Is(14) ? null : await _memory.Journal.DurableAsync();")),
        new(15, "a failed ack takes a completed message back",
            (Files, "when message.Status != MessageStatus.Completed\n",
                "when (Planted.Is(15) || message.Status != MessageStatus.Completed)\n"),
            (Files, "|| message.Status == MessageStatus.Pending):", "|| Planted.Is(15) || message.Status == MessageStatus.Pending):"),
            (Files, "&& message.Status is not (MessageStatus.Completed or MessageStatus.Held) &&",
                "&& (Planted.Is(15) ? ack.Failed || message.Status != MessageStatus.Completed"
                    + " : message.Status is not (MessageStatus.Completed or MessageStatus.Held)) &&")),
        new(16, "a series that has moved on moves on again", (Files,
            "Add(finished with { Recurrence = null });", "if (!Planted.Is(16)) Add(finished with { Recurrence = null });")),
        new(17, "a session is woken in quarantine", (Waking,
            "if (IsQuarantined(snapshot, now)) return", "if (!Planted.Is(17) && IsQuarantined(snapshot, now)) return")),
        new(18, "containers of others are taken for strays", ("ActorSweeper.Simulation/InMemory/SimulatedRuntime.cs",
            "[.. _containers.Values]", "[.. _containers.Values, .. Planted.Is(18) ? _foreign : []]")),
        new(19, "the ladder ends after its first rung", ("ActorSweeper.Core/Stopping/StopLadder.cs",
            "(_, StopResult.Gone) => new LadderStep.Done(),",
            "(_, StopResult.Gone) => new LadderStep.Done(),\n        _ when Planted.Is(19) => new LadderStep.CannotStop(),")),
        new(20, "a tool that a dead container left behind widens the limits", (Rules,
            "|| tool.StartedAt < ", "|| !Planted.Is(20) && tool.StartedAt < ")),
        new(21, "what was recovered is applied twice", (Sourced, "if (isLate) SaveSnapshot();",
            "if (Planted.Is(21) && State is SessionRecord twice)"
                + " State = (TState)(JournalState)(twice with { Incarnation = 2 * twice.Incarnation });\n"
                + "        if (isLate) SaveSnapshot();")),
        new(22, "a sleep of the machine is not noticed", (Supervisor,
            "var slept = gap > _settings.ClockGap;", "var slept = gap > _settings.ClockGap && !Planted.Is(22);")),
        new(23, "a message has one try too many", (UsedUp,
            "message.Tries >= limits.MaxTries", "message.Tries >= limits.MaxTries + (Planted.Is(23) ? 1 : 0)")),
        new(24, "a container that could not be stopped counts as gone", (Acting,
            "if (end.Gone) await AfterStop();", "if (end.Gone || (Planted.Is(24) && end.CannotStop)) await AfterStop();")),
        new(25, "what an earlier host has begun is never looked after", (Actor,
            "if (Record.Open.Count > 0) VerifyIntents", "if (!Planted.Is(25) && Record.Open.Count > 0) VerifyIntents")),
        new(26, "a message is given up without a durable intent", ("ActorSweeper.Core/Judging/SessionPlan.cs",
            "public bool HasDeadLetters => Changes", "public bool HasDeadLetters => !Planted.Is(26) && Changes")),
        new(27, "containers of nobody are looked for once only", (Supervisor,
            "var strays = _straysDueAt is null || now", "var strays = _straysDueAt is null || !Planted.Is(27) && now")),
        new(28, "the pause after a failed start is not kept", (Waking,
            "return BacksOff(snapshot, now) ?", "return !Planted.Is(28) && BacksOff(snapshot, now) ?")),
    ];
}
