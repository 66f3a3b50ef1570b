using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Scenarios.Commands;

/// <summary>Commands about messages, and about what a runner writes of its work.</summary>
internal static class MessageCommands
{
    /// <summary>The commands.</summary>
    public static IReadOnlyList<CommandForm> All { get; } =
    [
        new(
            "message SESSION MESSAGE [due] [INSTANT] [written INSTANT] [tries NUMBER] [completed|failed|held] [context] [recurring TEXT]"
                + " [series NAME]",
            Add),
        new("claim SESSION MESSAGE [INSTANT]", Claim),
        new("claim SESSION MESSAGE unreadable", (stage, said) => stage.Session(said.Session).Claim(said.Message, null)),
        new("ack SESSION MESSAGE [completed|failed|script-skip:error]", Acknowledge),
        new("answer SESSION MESSAGE", (stage, said) => stage.Session(said.Session).Answer(said.Message)),
        new("heartbeat SESSION [INSTANT]", (stage, said) => stage.Session(said.Session).Heartbeat = stage.On(said.Instant)),
        new("heartbeat SESSION every DURATION until DURATION", BeatOn),
        new("tool SESSION NAME [DURATION] [INSTANT]", (stage, said) => stage.Session(said.Session).Tool =
            new ToolInFlight(said.Word("NAME"), said.Duration, stage.On(said.Instant))),
        new("no tool SESSION", (stage, said) => stage.Session(said.Session).Tool = null),
    ];

    private static void Add(Stage stage, CommandArguments said)
    {
        var status = said.Among("completed", "failed", "held") switch
        {
            "completed" => MessageStatus.Completed,
            "failed" => MessageStatus.Failed,
            "held" => MessageStatus.Held,
            _ => MessageStatus.Pending,
        };
        var written = said.InstantAfter("written");
        stage.Session(said.Session).Add(new Message(
            said.Message,
            status,
            Triggers: !said.Has("context"),
            Tries: said.NumberAfter("tries") ?? 0,
            ProcessAfter: said.InstantBut("written") is { } due ? stage.On(due) : null,
            Timestamp: stage.On(written),
            Recurrence: said.TextAfter("recurring"),
            SeriesId: said.TextAfter("series") ?? (said.Has("recurring") ? said.Message : null)));
    }

    private static void Claim(Stage stage, CommandArguments said) =>
        stage.Session(said.Session).Claim(said.Message, stage.On(said.Instant));

    private static void Acknowledge(Stage stage, CommandArguments said) => stage.Session(said.Session).Acknowledge(
        said.Message, said.Among("failed", "script-skip:error") ?? "completed", stage.Now);

    private static void BeatOn(Stage stage, CommandArguments said)
    {
        var (session, every) = (stage.Session(said.Session), said.DurationAfter("every")!.Value);
        if (every <= TimeSpan.Zero) throw new ScenarioMistakeException("expected a duration above 0 after 'every'");
        Beat();
        stage.Repeat(every, said.DurationAfter("until")!.Value, Beat);

        // A container that is gone beats no more.
        void Beat()
        {
            if (stage.Running(said.Session) is not null) session.Heartbeat = stage.Now;
        }
    }
}
