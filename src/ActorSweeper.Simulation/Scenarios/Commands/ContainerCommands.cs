using ActorSweeper.Core.Containers;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Scenarios.Commands;

/// <summary>Commands about containers, the runtime that runs them and the starts of new ones.</summary>
internal static class ContainerCommands
{
    private const string Nobody = "nobody";

    /// <summary>The commands.</summary>
    public static IReadOnlyList<CommandForm> All { get; } =
    [
        new("container SESSION [INSTANT]", Run),
        new("container SESSION ignores stop", (stage, said) => Make(stage, said, Stubbornness.IgnoresStop)),
        new("container SESSION survives everything", (stage, said) => Make(stage, said, Stubbornness.CannotBeKilled)),
        new("container SESSION never answers", (stage, said) => Make(stage, said, Stubbornness.NeverAnswers)),
        new("container SESSION obeys", (stage, said) => Make(stage, said, Stubbornness.None)),
        new("crash SESSION [code NUMBER] [saying TEXT]", (stage, said) => End(stage, said, 1)),
        new("exit SESSION [code NUMBER]", (stage, said) => End(stage, said, 0)),
        new("vanish SESSION", (stage, said) => stage.World.Runtime.Die(stage.Container(said.Session).Id)),
        new(
            "tell end CONTAINER [code NUMBER]",
            (stage, said) => stage.World.Runtime.Tell(new ContainerDeath(said.Word("CONTAINER"), said.NumberAfter("code"), []))),
        new("runtime down TEXT", (stage, said) => stage.World.Runtime.Down = said.Word("TEXT")),
        new("runtime up", (stage, _) => stage.World.Runtime.Down = null),
        new("runtime observes", (stage, _) => stage.World.Runtime.CanAct = false, CommandTime.BeforeHost),
        new("start fails SESSION TEXT [image-missing|refused|owned|died]", Fail),
        new("start works SESSION", (stage, said) => stage.StartFaults.Remove(stage.Session(said.Session).Listed.Id.Value)),
        new("starts take DURATION", (stage, said) => stage.World.Runtime.StartDelay = Delay(stage, said)),
        new("stops take DURATION", (stage, said) => stage.World.Runtime.StopDelay = Delay(stage, said) is { } delay ? _ => delay() : null),
        new("show calls", (stage, _) => stage.ShowCalls()),
    ];

    private static void Run(Stage stage, CommandArguments said)
    {
        if (said.Session != Nobody) _ = stage.Session(said.Session);
        stage.World.Runtime.Run(said.Session == Nobody ? null : said.Session, stage.On(said.Instant));
    }

    private static void Make(Stage stage, CommandArguments said, Stubbornness stubbornness) =>
        stage.World.Runtime.Make(stage.Container(said.Session).Id, stubbornness);

    private static void End(Stage stage, CommandArguments said, int usualCode)
    {
        var container = stage.Container(said.Session);
        stage.World.Runtime.Die(container.Id);
        var lines = said.TextAfter("saying")?.Split('\n') ?? [];
        stage.World.Runtime.Tell(new ContainerDeath(container.Id, said.NumberAfter("code") ?? usualCode, lines));
    }

    private static void Fail(Stage stage, CommandArguments said)
    {
        var failure = said.Among("image-missing", "owned", "died") switch
        {
            "image-missing" => StartFailure.ImageMissing,
            "owned" => StartFailure.AlreadyOwned,
            "died" => StartFailure.DiedAtOnce,
            _ => StartFailure.Refused,
        };
        stage.StartFaults[stage.Session(said.Session).Listed.Id.Value] = () => new StartFailedException(failure, said.Word("TEXT"));
    }

    private static Func<Task>? Delay(Stage stage, CommandArguments said) =>
        said.Duration is { } delay && delay > TimeSpan.Zero ? () => stage.World.Clock.DelayAsync(delay, CancellationToken.None) : null;
}
