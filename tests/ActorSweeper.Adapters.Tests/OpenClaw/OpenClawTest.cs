using ActorSweeper.Adapters.OpenClaw;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

/// <summary>A home directory with one agent of OpenClaw's.</summary>
public abstract class OpenClawTest : IDisposable
{

    protected OpenClawTest()
    {
        Root = Directory.CreateTempSubdirectory("openclaw").FullName;
        Sessions = Path.Join(Root, ".openclaw", "agents", "main", "sessions");
        Store = Path.Join(Sessions, "sessions.json");
        Directory.CreateDirectory(Sessions);
    }

    /// <summary>The instant of all vectors.</summary>
    internal static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeMilliseconds(1_773_144_000_000);

    protected string Root { get; }

    protected string Sessions { get; }

    protected string Store { get; }

    internal LastLooks Looks { get; } = new();

    internal List<StoreStep> Steps { get; } = [];

    /// <summary>Is called at each step of a rewrite.</summary>
    internal Action<StoreStep>? Entering { get; set; }

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal OpenClawOptions Options(string? cron = "24h", string? hook = null) => new(
        [Path.Join(Root, ".openclaw", "agents", "*", "sessions", "sessions.json")],
        Duration(cron),
        Duration(hook),
        new OpenClawDuration(300_000),
        null,
        null,
        null);

    internal static OpenClawDuration? Duration(string? text) => text is null
        ? null
        : OpenClawDuration.TryParse(text, out var duration) ? duration : throw new FormatException(text);

    internal OpenClawJanitor Janitor(OpenClawOptions? options = null, TimeProvider? time = null) => new(
        options ?? Options(), time ?? new VirtualNow(Now), Looks, (_, step) =>
        {
            Steps.Add(step);
            Entering?.Invoke(step);
        });

    /// <summary>Plans and applies.</summary>
    internal static async Task<(JanitorPlan Plan, IReadOnlyList<ItemOutcome> Outcomes)> RunAsync(OpenClawJanitor janitor)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var plan = await janitor.PlanAsync(cancellation);
        return (plan, await janitor.ApplyAsync(plan, cancellation).ToListAsync(cancellation));
    }

    /// <summary>Writes files below the store's directory.</summary>
    protected void Write(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var path = Path.Join(Sessions, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "{}\n");
        }
    }

    /// <summary>Says when a file was written.</summary>
    internal void Age(string name, TimeSpan age) => File.SetLastWriteTimeUtc(Path.Join(Sessions, name), (Now - age).UtcDateTime);

    /// <summary>All that is below the store's directory but the store, as the vectors write it.</summary>
    protected IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(Sessions, "*", SearchOption.AllDirectories)
        .Where(path => path != Store && !(Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        .Select(path => Path.GetRelativePath(Sessions, path))
        .Order(StringComparer.Ordinal);
}

/// <summary>Time that moves by what is waited for, and by hand; nobody really waits.</summary>
internal sealed class VirtualNow(DateTimeOffset begin) : TimeProvider
{
    private long _passed;

    public TimeSpan Passed => TimeSpan.FromTicks(Interlocked.Read(ref _passed));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => begin + Passed;

    public override long GetTimestamp() => Interlocked.Read(ref _passed);

    public void Move(TimeSpan by) => Interlocked.Add(ref _passed, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero) Move(dueTime);
        return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
