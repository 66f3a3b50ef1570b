using ActorSweeper.Core.Containers;
using Microsoft.AspNetCore.Http;

namespace ActorSweeper.Adapters.Tests.Docker;

public sealed class DockerEventTests
{
    private const string FailsWhenTold =
        "until [ -e /workspace/stop ]; do sleep 0.05; done; for i in $(seq 30); do echo line $i; done; exit 5";

    private static CancellationToken Cancellation => FakeDaemon.Cancellation;

    [Fact]
    public async Task F30_a_death_carries_the_id_of_its_container_and_the_last_lines_if_it_failed()
    {
        await using var engine = RealEngine.Require();
        using var watch = new DeathWatch(engine.Runtime);
        var session = engine.NewSession("s1");

        var first = await engine.Starter(RealEngine.Script(FailsWhenTold)).StartAsync(session, "due", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(session.Directory, "stop"), "", Cancellation);
        var death = await watch.NextAsync();

        death.ShouldTell(first!.Id, 5, [.. Enumerable.Range(21, 10).Select(i => $"line {i}")]);
        (await engine.StatusAsync(first.Id)).ShouldBe("exited");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F67_a_container_that_removes_itself_is_removed_after_its_last_lines_were_read(bool watched)
    {
        await using var engine = RealEngine.Require();
        var session = engine.NewSession("s1");
        using var early = watched ? new DeathWatch(engine.Runtime) : null;
        var template = RealEngine.Script(FailsWhenTold) with { AutoRemove = true };
        var container = await engine.Starter(template).StartAsync(session, "due", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(session.Directory, "stop"), "", Cancellation);
        if (!watched)
            await engine.Containers.WaitContainerAsync(container!.Id, Cancellation);
        using var late = watched ? null : new DeathWatch(engine.Runtime);

        (await (early ?? late)!.NextAsync()).ShouldTell(container!.Id, 5, [.. Enumerable.Range(21, 10).Select(i => $"line {i}")]);

        await UntilAsync(() => engine.StatusAsync(container.Id).Result == "gone");
    }

    [Fact]
    public async Task F67_a_container_that_dies_at_once_and_removes_itself_is_still_reported_with_its_lines()
    {
        await using var engine = RealEngine.Require();
        using var watch = new DeathWatch(engine.Runtime);
        var template = RealEngine.Script("echo no such model; exit 3") with { AutoRemove = true };

        var failed = await Should.ThrowAsync<StartFailedException>(
            () => engine.Starter(template, TimeSpan.FromSeconds(10)).StartAsync(engine.NewSession("s1"), "due", Cancellation));

        failed.Message.ShouldContain("exit code 3");
        failed.Message.ShouldContain("no such model");
    }

    [Fact]
    public async Task F23_the_death_of_a_container_of_another_installation_is_not_told()
    {
        await using var engine = RealEngine.Require();
        await using var other = RealEngine.Require();
        using var watch = new DeathWatch(engine.Runtime);

        await other.RunAsync(null, "exit 1", other.OwnLabel);
        var own = await engine.RunAsync(null, "exit 0", engine.OwnLabel);

        (await watch.NextAsync()).ShouldTell(own, 0, []);
        watch.HasNext.ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_that_breaks_is_opened_again_from_a_little_before_its_last_event()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var opened = 0;
        daemon.On("GET", "/events", async context =>
        {
            var number = Interlocked.Increment(ref opened);
            await context.Response.WriteAsync(Died("c1", 1767225600));
            if (number > 1)
            {
                await context.Response.WriteAsync(Died("c2", 1767225601));
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }
        });
        var runtime = daemon.Runtime(timeoutSeconds: 60, new ImpatientTime(TimeSpan.FromSeconds(30)));
        using var watch = new DeathWatch(runtime);

        (await watch.NextAsync()).ContainerId.ShouldBe("c1");
        (await watch.NextAsync()).ContainerId.ShouldBe("c2", "c1 is not told again");
        watch.HasNext.ShouldBeFalse();
    }

    [Fact]
    public async Task After_an_event_the_next_stream_begins_two_seconds_before_it()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var later = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        daemon.On("GET", "/events", context => context.Response.WriteAsync(Died("c1", later)));
        using var watch = new DeathWatch(daemon.Runtime(timeoutSeconds: 60, new ImpatientTime(TimeSpan.FromSeconds(30))));

        await UntilAsync(() => daemon.Requests.Count(IsEvents) > 2);

        daemon.Requests.Where(IsEvents).ElementAt(1).ShouldContain($"since={later - 2}.000");
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(200, "not json\n")]
    [InlineData(200, "")]
    public async Task A_daemon_that_cannot_stream_is_asked_again_after_1_2_4_up_to_30_seconds(int status, string body)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET", "/events", status, body);
        var time = new ImpatientTime(TimeSpan.FromSeconds(30));
        using (new DeathWatch(daemon.Runtime(timeoutSeconds: 60, time)))
            await UntilAsync(() => time.Waits.Count >= 8);

        time.Waits.Take(8).Select(wait => wait.TotalSeconds).ShouldBe([1, 2, 4, 8, 16, 30, 30, 30]);
    }

    [Fact]
    public async Task A_watch_ends_by_cancellation_only_and_promptly()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.Hang("GET", "/events");
        var watch = new DeathWatch(daemon.Runtime());
        await UntilAsync(() => daemon.Requests.Any(IsEvents));
        watch.Finished.IsCompleted.ShouldBeFalse();

        watch.Dispose();

        await watch.Finished.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
    }

    [Fact]
    public async Task A_podman_event_is_understood()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET", "/events", async context =>
        {
            await context.Response.WriteAsync(
                """{"Type":"container","Action":"died","Actor":{"ID":"c1","Attributes":""" +
                """{"install":"A","containerExitCode":"0"}},"time":1767225600}""" + "\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var watch = new DeathWatch(daemon.Runtime());

        (await watch.NextAsync()).ShouldTell("c1", 0, []);
    }

    private static string Died(string id, long second) =>
        $$$"""{"Type":"container","Action":"die","Actor":{"ID":"{{{id}}}","Attributes":{"install":"A","exitCode":"0"}},""" +
        $$$""" "time":{{{second}}},"timeNano":{{{second}}}000000007}""" + "\n";

    private static bool IsEvents(string request) => request.StartsWith("GET /events", StringComparison.Ordinal);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        condition().ShouldBeTrue("the condition did not come true within 10 s");
    }
}
