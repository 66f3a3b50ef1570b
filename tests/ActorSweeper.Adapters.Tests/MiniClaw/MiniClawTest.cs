using ActorSweeper.Adapters.MiniClaw;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.MiniClaw;

/// <summary>A sessions directory in a temporary folder, and the janitor on it.</summary>
public abstract class MiniClawTest : IDisposable
{
    protected static readonly DateTimeOffset Noon = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miniclaw-");

    protected string Sessions => Path.Combine(_folder.FullName, "sessions");

    protected string Around => _folder.FullName;

    protected static string Session(string lastAccessed = "2026-02-19T12:00:00Z", string more = "") =>
        """{"session_id":"telegram_1","channel":"telegram","chat_id":"1","created_at":"2026-01-01T00:00:00Z",""" +
        "\"last_accessed\":\"" + lastAccessed + "\",\"messages\":[]" + more + "}";

    protected string Put(string name, string text)
    {
        Directory.CreateDirectory(Sessions);
        var path = Path.Combine(Sessions, name);
        File.WriteAllText(path, text);
        return path;
    }

    protected MiniClawJanitor Janitor(DateTimeOffset? now = null, TimeSpan? ttl = null) =>
        new(new MiniClawOptions(Sessions, ttl ?? TimeSpan.FromDays(30)), new Still(now ?? Noon));

    /// <summary>Plans and applies on the calling thread alone.</summary>
    protected static (JanitorPlan Plan, IReadOnlyList<ItemOutcome> Outcomes, string Summary) Sweep(
        MiniClawJanitor janitor, Action? between = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var planning = janitor.PlanAsync(cancellation);
        planning.IsCompleted.ShouldBeTrue();
        var plan = planning.Result;
        between?.Invoke();
        var outcomes = janitor.ApplyAsync(plan, cancellation).ToBlockingEnumerable(cancellation).ToList();
        return (plan, outcomes, janitor.Summarize(plan, outcomes));
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private sealed class Still(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
