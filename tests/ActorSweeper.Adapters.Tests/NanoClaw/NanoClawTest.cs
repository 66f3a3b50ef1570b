using ActorSweeper.Adapters.NanoClaw;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

/// <summary>A workspace in a temporary folder and the adapter on it.</summary>
public abstract class NanoClawTest : IDisposable
{
    protected static readonly DateTimeOffset Noon = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    protected NanoClawTest(NanoClawSchema? schema = null) => Workspace = NanoClawWorkspace.Create(schema);

    protected NanoClawWorkspace Workspace { get; }

    protected NanoClawStore Store(
        TimeSpan? busy = null, Action<string, int>? measure = null, TimeProvider? time = null, Func<double>? draw = null) =>
        new(Options(busy), time ?? TimeProvider.System, draw ?? (static () => 0.5), measure);

    protected NanoClawSource Source(TimeSpan? busy = null) => new(Options(busy), TimeProvider.System);

    protected Task<SessionEvidence> LookAsync(WorkspaceSession session, AckCursor? since = null) =>
        Store().ObserveAsync(session.Session, since ?? AckCursor.Start, TestContext.Current.CancellationToken);

    protected Task<IReadOnlyList<bool>> ApplyAsync(WorkspaceSession session, params MessageChange[] changes) =>
        Store().ApplyAsync(session.Session, changes, [], TestContext.Current.CancellationToken);

    protected static async Task<SessionStoreException> FaultOf(Func<Task> call) => await Should.ThrowAsync<SessionStoreException>(call);

    public void Dispose()
    {
        Workspace.Dispose();
        GC.SuppressFinalize(this);
    }

    private NanoClawOptions Options(TimeSpan? busy) => new("nanoclaw", Workspace.Root, busy ?? TimeSpan.FromSeconds(5));
}
