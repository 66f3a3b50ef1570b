using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Scenarios.Commands;

/// <summary>Commands about the host, its operators and the clocks.</summary>
internal static class HostCommands
{
    /// <summary>The commands.</summary>
    public static IReadOnlyList<CommandForm> All { get; } =
    [
        new(
            "host once|dry-run",
            (stage, said) => stage.Host.Mode(once: said.Has("once"), dryRun: said.Has("dry-run")),
            CommandTime.BeforeHost),
        new("pass", (stage, _) => stage.Host.Pass(), CommandTime.OnTimeLine),
        new("restart host", (stage, _) => stage.Host.Restart(), CommandTime.OnTimeLine),
        new("kill host", (stage, _) => stage.Host.Kill(), CommandTime.OnTimeLine),
        new(
            "kill host at intent|outcome of stop|wake|change",
            (stage, said) => stage.Host.KillAt(said.Has("intent"), said.Among("stop", "wake", "change")!),
            CommandTime.OnTimeLine),
        new("end host", (stage, _) => stage.Host.End(), CommandTime.OnTimeLine),
        new("start host", (stage, _) => stage.Host.Start(), CommandTime.OnTimeLine),
        new("order release SESSION [by NAME] [why TEXT]", (stage, said) => Order(stage, said, OrderKind.Release, said.Session, null)),
        new("order retry SESSION [by NAME] [why TEXT]", (stage, said) => Order(stage, said, OrderKind.Retry, said.Session, null)),
        new(
            "order retry SESSION message MESSAGE [by NAME] [why TEXT]",
            (stage, said) => Order(stage, said, OrderKind.Retry, said.Session, said.Message)),
        new("order retry message MESSAGE [by NAME] [why TEXT]", (stage, said) => Order(stage, said, OrderKind.Retry, null, said.Message)),
        new("clock SHIFT", (stage, said) => stage.World.Clock.StepWallClock(said.Duration!.Value), CommandTime.OnTimeLine),
        new("suspend DURATION", (stage, said) => stage.World.Clock.StepWallClock(said.Duration!.Value), CommandTime.OnTimeLine),
    ];

    private static void Order(Stage stage, CommandArguments said, OrderKind kind, string? session, string? message)
    {
        var order = new OperatorOrder(
            0,
            stage.Now,
            said.TextAfter("by") ?? "operator",
            said.TextAfter("why") ?? "",
            kind,
            session is null ? null : new SessionId(session),
            message);
        stage.World.Journal.OrderAsync(order, CancellationToken.None).GetAwaiter().GetResult();
    }
}
