using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Host.Hosting;
using ActorSweeper.Host.Tests.Records;

namespace ActorSweeper.Host.Tests.CommandLine;

public sealed class OrderCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_host_an_order_is_written_down_for_the_next_one()
    {
        using var recorded = await RecordedWorld.CreateAsync();
        var alice = recorded.Setting with { Environment = new Dictionary<string, string> { ["USER"] = "root", ["SUDO_USER"] = "alice" } };

        var retry = await CommandRun.OfAsync(alice, "retry", "dead", "--reason", "the provider is back");
        var one = await recorded.RunAsync("retry", "--message", "m8", "--who", "the night shift");
        var release = await CommandRun.OfAsync(alice, "release", "unstarted");

        retry.ExitCode.ShouldBe(0, retry.Error);
        retry.Output.ShouldBe("retry of the dead letters of dead: ordered. No host is running: it takes effect when the next one runs\n");
        one.Output.ShouldStartWith("retry of m8 of dead: ordered. ");
        release.ExitCode.ShouldBe(0, release.Error);
        await using var journal = recorded.Open();
        var orders = await journal.OrdersAsync(0, Cancellation);
        var orderedBy = $"alice@{Environment.MachineName}";
        orders.Select(order => order with { Number = 0 }).ShouldBe(
        [
            new OperatorOrder(0, CommandRun.Now, orderedBy, "the provider is back", OrderKind.Retry, new SessionId("dead"), null),
            new OperatorOrder(0, CommandRun.Now, "the night shift", "", OrderKind.Retry, new SessionId("dead"), "m8"),
            new OperatorOrder(0, CommandRun.Now, orderedBy, "", OrderKind.Release, new SessionId("unstarted"), null),
        ]);
    }

    [Fact]
    public async Task A_session_without_dead_letters_has_nothing_to_retry_and_any_failed_message_of_it_has()
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var all = await recorded.RunAsync("retry", "healthy");
        var one = await recorded.RunAsync("retry", "healthy", "-m", "m99");

        all.ExitCode.ShouldBe(1);
        all.Output.ShouldBe("session healthy has no dead letter: nothing to retry\n");
        one.ExitCode.ShouldBe(0, one.Error);
        await using var journal = recorded.Open();
        (await journal.OrdersAsync(0, Cancellation)).ShouldHaveSingleItem().MessageId.ShouldBe("m99");
    }

    [Theory]
    [InlineData("missing SESSION or --message", "retry")]
    [InlineData("the journal knows no session 'dad'; did you mean 'dead'?", "retry", "dad")]
    [InlineData("no session has a dead letter 'm77' (did you mean 'm7'?); name its session too", "retry", "--message", "m77")]
    [InlineData("no session has a dead letter 'entirely'; name its session too", "retry", "-m", "entirely")]
    [InlineData("missing SESSION", "release")]
    [InlineData("the journal knows no session 'x'", "release", "x")]
    [InlineData("unknown option '--resaon'; did you mean '--reason'?", "release", "dead", "--resaon", "x")]
    public async Task Refuses_what_cannot_be_meant_and_writes_nothing(string problem, params string[] words)
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var run = await recorded.RunAsync(words);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(problem);
        await using var journal = recorded.Open();
        (await journal.OrdersAsync(0, Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Result.Done, "the message has another run", 0, "retry of m7 of dead: done: the message has another run\n")]
    [InlineData(Result.Superseded, "the message is not failed", 1, "retry of m7 of dead: refused: the message is not failed\n")]
    [InlineData(Result.Failed, "inbound.db \u001b[2J is locked", 1, "retry of m7 of dead: failed: inbound.db \\u{1b}[2J is locked\n")]
    [InlineData(Result.Planned, "", 1, "retry of m7 of dead: not done: this host only observes\n")]
    public async Task With_a_host_the_outcome_is_waited_for_and_told(Result result, string detail, int code, string told)
    {
        using var recorded = await RecordedWorld.CreateAsync(ends: false);
        using var host = InstanceLock.Take(recorded.Data, CommandRun.Now);

        var run = recorded.RunAsync("retry", "--message", "m7");
        await CarryOutAsync(recorded, new Outcome(result, detail));

        (await run).Output.ShouldBe(told);
        (await run).ExitCode.ShouldBe(code);
    }

    [Fact]
    public async Task A_host_that_does_not_carry_it_out_is_not_waited_for_longer_than_10_s()
    {
        using var recorded = await RecordedWorld.CreateAsync(ends: false);
        using var host = InstanceLock.Take(recorded.Data, CommandRun.Now);
        var time = new HastyTime();

        var run = await CommandRun.OfAsync(recorded.Setting with { Time = time }, "release", "unstarted");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldStartWith("release of unstarted: ordered, but not carried out within 10 s. It stays given: ");
        time.Waited.ShouldBe(TimeSpan.FromSeconds(10));
        await using var journal = recorded.Open();
        (await journal.OrdersAsync(0, Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_host_that_ends_meanwhile_leaves_the_order_to_the_next()
    {
        using var recorded = await RecordedWorld.CreateAsync(ends: false);
        var host = InstanceLock.Take(recorded.Data, CommandRun.Now);

        var run = recorded.RunAsync("release", "unstarted");
        await using (var journal = recorded.Open())
        {
            while ((await journal.OrdersAsync(0, Cancellation)).Count == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        host.Dispose();

        (await run).ExitCode.ShouldBe(0);
        (await run).Output.ShouldContain("No host is running");
    }

    [Fact]
    public async Task It_need_not_be_waited_for()
    {
        using var recorded = await RecordedWorld.CreateAsync(ends: false);
        using var host = InstanceLock.Take(recorded.Data, CommandRun.Now);

        var run = await recorded.RunAsync("retry", "dead", "--no-wait");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldBe("retry of the dead letters of dead: ordered\n");
    }

    /// <summary>What a host does, which is not there.</summary>
    private static async Task CarryOutAsync(RecordedWorld recorded, Outcome outcome)
    {
        await using var journal = recorded.Open();
        OperatorOrder? order = null;
        while (order is null)
        {
            order = (await journal.OrdersAsync(0, Cancellation)).FirstOrDefault();
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        var sequence = (await journal.RecoverAsync("supervisor", Cancellation)).Sequence;
        await journal.AppendAsync(
            [new JournalEntry.Happened("supervisor", sequence + 1, CommandRun.Now, new HostEvent.OrderEnded(order, outcome))],
            Cancellation);
    }

    /// <summary>A clock whose waits are over at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public TimeSpan Waited { get; private set; }

        public override DateTimeOffset GetUtcNow() => CommandRun.Now + Waited;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited += dueTime;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
