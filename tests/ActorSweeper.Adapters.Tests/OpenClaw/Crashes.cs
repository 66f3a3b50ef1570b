using System.Diagnostics;
using ActorSweeper.Adapters.OpenClaw;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

/// <summary>A process that is killed at each step of a rewrite.</summary>
public sealed class Crashes : OpenClawTest
{
    private const string Kept =
        "\"agent:main:main\": {\n    \"sessionId\": \"22222222-2222-4222-8222-222222222222\",\n    \"x\" : 1.0\n  }";

    private static readonly string Before =
        $$"""
        {
          "agent:main:cron:j:run:1": {
            "sessionId": "11111111-1111-4111-8111-111111111111",
            "updatedAt": 1
          },
          {{Kept}}
        }
        """;

    private static readonly string After = $"{{\n  {Kept}\n}}";

    public static TheoryData<StoreStep> AllSteps => new(Enum.GetValues<StoreStep>());

    [Theory]
    [MemberData(nameof(AllSteps))]
    public async Task A_crash_at_a_step_leaves_a_whole_store_and_the_next_run_ends_the_work(StoreStep step)
    {
        await File.WriteAllTextAsync(Store, Before, TestContext.Current.CancellationToken);
        Write("11111111-1111-4111-8111-111111111111.jsonl");

        await DieAsync(step);

        (await File.ReadAllTextAsync(Store, TestContext.Current.CancellationToken))
            .ShouldBe(step <= StoreStep.Replace ? Before : After);
        Names().Count(static name => name.EndsWith(".tmp", StringComparison.Ordinal)).ShouldBe(
            step is > StoreStep.Create and <= StoreStep.Replace ? 1 : 0);
        Names().Count(static name => name.EndsWith(".lock", StringComparison.Ordinal)).ShouldBe(step == StoreStep.Lock ? 0 : 1);

        await FinishAsync(step);
    }

    /// <summary>
    /// The dead process's lock is taken away at once; its temporary file goes as a left-over, five minutes later. Its session's transcript
    /// is archived by the run that drops the entry; where that was done before the crash it is an orphan.
    /// </summary>
    private async Task FinishAsync(StoreStep step)
    {
        var options = Options() with
        {
            CronRetention = new OpenClawDuration(86_400_000),
            LeftOverAge = default(OpenClawDuration),
            OrphanAge = new OpenClawDuration(60_000),
        };
        var time = new VirtualNow(TimeProvider.System.GetUtcNow());
        time.Move(TimeSpan.FromMinutes(6));
        var (plan, outcomes) = await RunAsync(Janitor(options, time));
        plan.Errors.ShouldBeEmpty();
        outcomes.ShouldAllBe(static outcome => !outcome.IsFailed);
        outcomes.Count(static outcome => outcome.Did == JanitorAction.Drop).ShouldBe(step <= StoreStep.Replace ? 1 : 0);
        outcomes.Count(static outcome => outcome.Did == JanitorAction.Archive).ShouldBe(1);
        (await File.ReadAllTextAsync(Store, TestContext.Current.CancellationToken)).ShouldBe(After);
        Names().Where(static name => !name.EndsWith(".lock", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldStartWith("11111111-1111-4111-8111-111111111111.jsonl.deleted.");
    }

    private async Task DieAsync(StoreStep step)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Join(AppContext.BaseDirectory, "ActorSweeper.CrashWriter.dll"), "openclaw-die", Store, step.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(128 + 9, await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
