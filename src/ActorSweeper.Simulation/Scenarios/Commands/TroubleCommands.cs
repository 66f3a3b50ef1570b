using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Scenarios.Commands;

/// <summary>Commands about files, disks and journals that cannot be used.</summary>
internal static class TroubleCommands
{
    /// <summary>The commands.</summary>
    public static IReadOnlyList<CommandForm> All { get; } =
    [
        new("files SESSION ok", (stage, said) => Read(stage, said, null)),
        new("files SESSION missing", (stage, said) => Read(stage, said, Fault(StoreFault.Missing, "the session's folder is missing"))),
        new("files SESSION locked", (stage, said) => Read(stage, said, Fault(StoreFault.Locked, "inbound.db is locked"))),
        new("files SESSION corrupt", (stage, said) => Read(stage, said, Fault(StoreFault.Corrupt, "outbound.db is not a database"))),
        new("files SESSION forbidden", (stage, said) => Read(stage, said, Fault(StoreFault.Forbidden, "inbound.db may not be read"))),
        new("files SESSION read-only", (stage, said) => Write(stage, said, Fault(StoreFault.Forbidden, "outbound.db cannot be written"))),
        new("files SESSION full", (stage, said) => Write(stage, said, Fault(StoreFault.Failed, "the disk is full"))),
        new("files SESSION break TEXT", (stage, said) => Read(stage, said, Bug(said.Word("TEXT")))),
        new("files SESSION take DURATION", Slow),
        new("journal ok", (stage, _) => stage.World.Journal.Fault = null),
        new("journal full", (stage, _) => Journal(stage, JournalFault.Full, "state.db: no space is left")),
        new("journal read-only", (stage, _) => Journal(stage, JournalFault.Forbidden, "state.db may not be written")),
        new("journal locked", (stage, _) => Journal(stage, JournalFault.Locked, "state.db is locked by another program")),
        new("journal corrupt", (stage, _) => Journal(stage, JournalFault.Corrupt, "state.db is damaged")),
    ];

    private static void Read(Stage stage, CommandArguments said, Func<Exception>? fault)
    {
        var session = stage.Session(said.Session);
        session.ReadFault = fault;
        if (fault is null) (session.WriteFault, session.Delay) = (null, null);
    }

    private static void Write(Stage stage, CommandArguments said, Func<Exception> fault) => stage.Session(said.Session).WriteFault = fault;

    private static void Slow(Stage stage, CommandArguments said)
    {
        var delay = said.Duration!.Value;
        stage.Session(said.Session).Delay = () => stage.World.Clock.DelayAsync(delay, CancellationToken.None);
    }

    private static void Journal(Stage stage, JournalFault fault, string text) =>
        stage.World.Journal.Fault = () => new JournalException(fault, text);

    private static Func<Exception> Fault(StoreFault fault, string text) => () => new SessionStoreException(fault, text);

    private static Func<Exception> Bug(string text) => () => new InvalidOperationException(text);
}
