using System.Text.Json;
using ActorSweeper.Adapters.OpenClaw;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

/// <summary>Gateways from 2026.5 on, which write the store without its lock.</summary>
public sealed class Gateways : OpenClawTest
{
    private const string Expired = "\"agent:main:cron:j:run:1\":{\"sessionId\":\"r1\",\"updatedAt\":1}";
    private const string Main = "\"agent:main:main\":{\"sessionId\":\"m\",\"updatedAt\":1773144000000}";

    [Fact]
    public async Task What_a_gateway_writes_while_we_work_is_not_lost()
    {
        await WriteAsync(Expired);
        Once(StoreStep.Compare, () => File.WriteAllText(Store, $"{{{Main},{Expired}}}"));
        var (_, outcomes) = await RunAsync(Janitor());
        outcomes.ShouldHaveSingleItem().Did.ShouldBe(JanitorAction.Drop);
        (await TextAsync()).ShouldBe($"{{{Main}}}");
        Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_gateway_puts_back_is_removed_again()
    {
        await WriteAsync(Expired);
        Write("r1.jsonl");
        Once(StoreStep.Verify, () => File.WriteAllText(Store, $"{{{Expired},{Main}}}"));
        await RunAsync(Janitor());
        (await TextAsync()).ShouldBe($"{{{Main}}}");
        Names().ShouldBe(["r1.jsonl.deleted.2026-03-10T12-00-00.000Z"]);
    }

    [Fact]
    public async Task A_gateway_that_never_rests_is_told_and_keeps_its_transcripts()
    {
        await WriteAsync(Expired);
        Write("r1.jsonl");
        var writes = 0;
        Entering = step =>
        {
            if (step == StoreStep.Compare) File.WriteAllText(Store, $"{{{Expired},\"n\":{++writes}}}");
        };
        var (_, outcomes) = await RunAsync(Janitor());
        outcomes[0].IsFailed.ShouldBeTrue();
        outcomes[0].Note.ShouldNotBeNull().ShouldContain("gateway");
        outcomes[1].Did.ShouldBe(JanitorAction.Keep);
        Names().ShouldBe(["r1.jsonl"]);
    }

    [Fact]
    public async Task A_run_that_has_been_updated_since_the_plan_was_made_stays_with_its_transcript()
    {
        await WriteAsync(Expired);
        Write("r1.jsonl");
        var janitor = Janitor();
        var cancellation = TestContext.Current.CancellationToken;
        var plan = await janitor.PlanAsync(cancellation);
        await WriteAsync(Expired.Replace(":1}", ":1773144000000}"));
        var before = await TextAsync();
        var outcomes = await janitor.ApplyAsync(plan, cancellation).ToListAsync(cancellation);
        outcomes.ShouldAllBe(static outcome => outcome.Did == JanitorAction.Keep && !outcome.IsFailed);
        (await TextAsync()).ShouldBe(before);
        Names().ShouldBe(["r1.jsonl"]);
    }

    [Fact]
    public async Task An_agent_that_keeps_its_sessions_in_sqlite_is_refused_also_when_its_old_store_is_gone()
    {
        await WriteAsync(Expired);
        var agent = Directory.CreateDirectory(Path.Join(Root, ".openclaw", "agents", "new", "agent"));
        await File.WriteAllTextAsync(Path.Join(agent.FullName, "openclaw-agent.sqlite"), "", TestContext.Current.CancellationToken);
        var (plan, outcomes) = await RunAsync(Janitor());
        plan.Errors.ShouldHaveSingleItem().ShouldContain("openclaw sessions cleanup");
        outcomes.ShouldHaveSingleItem().Did.ShouldBe(JanitorAction.Drop);

        Directory.CreateDirectory(Path.Join(Path.GetDirectoryName(Sessions), "agent"));
        await File.WriteAllTextAsync(
            Path.Join(Path.GetDirectoryName(Sessions), "agent", "openclaw-agent.sqlite"), "", TestContext.Current.CancellationToken);
        await WriteAsync(Expired);
        (plan, outcomes) = await RunAsync(Janitor(Options() with { MinInterval = default }));
        plan.Errors.Count.ShouldBe(2);
        outcomes.ShouldBeEmpty();
        JsonDocument.Parse(await TextAsync()).RootElement.EnumerateObject().Count().ShouldBe(1);
    }

    private void Once(StoreStep at, Action act)
    {
        var isDone = false;
        Entering = step =>
        {
            if (step != at || isDone) return;
            isDone = true;
            act();
        };
    }

    private Task WriteAsync(string members) => File.WriteAllTextAsync(Store, $"{{{members}}}", TestContext.Current.CancellationToken);

    private Task<string> TextAsync() => File.ReadAllTextAsync(Store, TestContext.Current.CancellationToken);
}
