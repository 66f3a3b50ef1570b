using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Scenarios.Commands;

/// <summary>Commands about sessions and how their source lists them.</summary>
internal static class SessionCommands
{
    /// <summary>The commands.</summary>
    public static IReadOnlyList<CommandForm> All { get; } =
    [
        new("session SESSION [group NAME] [zone NAME] [barred TEXT]", Add),
        new("archive SESSION", (stage, said) => stage.Session(said.Session).Active = false),
        new("restore SESSION", (stage, said) => stage.Session(said.Session).Active = true),
        new("bar SESSION TEXT", (stage, said) => Bar(stage.Session(said.Session), said.Word("TEXT"))),
        new("unbar SESSION", (stage, said) => Bar(stage.Session(said.Session), null)),
        new("source down TEXT", (stage, said) => stage.World.Files.ListFault = Fault(said.Word("TEXT"))),
        new("source up", (stage, _) => stage.World.Files.ListFault = null),
        new("show SESSION", (stage, said) => stage.Show(said.Session, "files", FilesText.Of(stage, stage.Session(said.Session)))),
    ];

    private static void Add(Stage stage, CommandArguments said)
    {
        if (stage.World.Files.Sessions.Any(known => known.Listed.Id.Value == said.Session))
            throw new ScenarioMistakeException($"there is a session {said.Session} already");
        var session = stage.World.Session(said.Session, said.TextAfter("group") ?? "g1");
        session.Listed = session.Listed with { Zone = said.TextAfter("zone"), WakeBarrier = said.TextAfter("barred") };
    }

    private static void Bar(SimulatedSession session, string? barrier) => session.Listed = session.Listed with { WakeBarrier = barrier };

    private static Func<Exception> Fault(string text) => () => new SessionStoreException(StoreFault.Corrupt, text);
}
