using ActorSweeper.Adapters.Forge;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Forge;

/// <summary>A forge, repositories and the janitor on both.</summary>
public abstract class ForgeTest : IAsyncLifetime
{
    protected const string Secret = "tok-5f1e0c-secret";

    protected static readonly DateTimeOffset Noon = new(2026, 4, 20, 12, 0, 0, TimeSpan.Zero);

    private protected static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private protected ForgeServer Server { get; private set; } = null!;

    private protected Repositories Here { get; } = new();

    public async ValueTask InitializeAsync() => Server = await ForgeServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Here.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ForgeOptions Options => new(
        Here.Store,
        Here.Worktrees,
        Here.Cache,
        Server.Address,
        ForgeDialect.Forgejo,
        ForgeToken.Of(Secret),
        MaxAge: TimeSpan.FromDays(30),
        ApiMinInterval: TimeSpan.FromMilliseconds(1),
        RequestTimeout: TimeSpan.FromSeconds(10),
        UnsavedWork.Keep,
        MissingFile: null,
        Git: "git",
        GitTimeout: TimeSpan.FromSeconds(30));

    /// <summary>A store with one record for each key and agent, used an hour ago.</summary>
    private protected void Store(params (string Key, string Agent)[] records)
    {
        var sessions = records.GroupBy(record => record.Key).Select(session =>
        {
            const string Times = "\"createdAt\": \"2026-04-10T08:00:00Z\", \"lastUsedAt\": \"2026-04-20T11:00:00Z\"";
            var agents = session.Select(record => $$""" "{{record.Agent}}": {"sessionId": "s", {{Times}}} """);
            return $$""" "{{session.Key}}": {"agents": { {{string.Join(",", agents)}} } } """;
        });
        File.WriteAllText(Here.Store, $$"""{"version": 1, "sessions": { {{string.Join(",", sessions)}} } }""");
    }

    private protected static async Task<(JanitorPlan Plan, IReadOnlyList<ItemOutcome> Outcomes, string Summary)> SweepAsync(
        ForgeOptions options, DateTimeOffset? now = null, Action? between = null)
    {
        using var janitor = new ForgeJanitor(options, new ShiftedTime(now ?? Noon));
        var plan = await janitor.PlanAsync(Cancellation);
        between?.Invoke();
        var outcomes = new List<ItemOutcome>();
        await foreach (var outcome in janitor.ApplyAsync(plan, Cancellation))
            outcomes.Add(outcome);
        return (plan, outcomes, janitor.Summarize(plan, outcomes));
    }

    private protected static string ReasonOf(JanitorPlan plan, string path) =>
        plan.Items.Single(item => item.Path == path).Reason;

    /// <summary>A wall clock that stands still; waits are real.</summary>
    private protected sealed class ShiftedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
