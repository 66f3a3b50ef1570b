namespace ActorSweeper.Actors.Tests;

public sealed class AskAndPipeTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestKit _kit = new();
    private readonly IActorRef _echo;
    private readonly IActorRef _silent;

    public AskAndPipeTests()
    {
        _echo = _kit.Start(a => a.OnAny(m => a.Sender.Tell(m)));
        _silent = _kit.Start(a => a.OnAny(_ => { }));
    }

    public void Dispose() => _kit.Dispose();

    private Task<T> Ask<T>(object message)
    {
        var task = _echo.Ask<T>(message);
        _kit.RunUntilIdle();
        task.IsCompleted.ShouldBeTrue();
        return task;
    }

    [Fact]
    public async Task Ask_completes_with_the_first_reply() => (await Ask<string>("hello")).ShouldBe("hello");

    [Fact]
    public async Task Without_a_timeout_Ask_waits_for_ever()
    {
        var ask = _silent.Ask("hello");

        _kit.Clock!.Advance(TimeSpan.FromDays(1000));
        ask.IsCompleted.ShouldBeFalse();
        _kit.Clock.TimerCount.ShouldBe(0);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_timeout_on_the_systems_clock_fails_the_task_and_a_later_reply_is_a_dead_letter()
    {
        IActorRef? asker = null;
        var dead = _kit.Listen<DeadLetter>();
        var keeper = _kit.Start(a => a.OnAny(_ => asker = a.Sender));
        var ask = keeper.Ask<string>("hello", TimeSpan.FromMilliseconds(100));

        _kit.Clock!.Advance(TimeSpan.FromMilliseconds(99));
        ask.IsCompleted.ShouldBeFalse();
        _kit.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var error = await Should.ThrowAsync<AskTimeoutException>(ask);
        error.Message.ShouldBe("Timeout after 00:00:00.1000000 seconds");
        asker!.Tell("late");
        dead.ExpectMsg<DeadLetter>().Message.ShouldBe("late");
    }

    [Fact]
    public async Task A_cancelled_Ask_drops_a_later_reply_silently()
    {
        IActorRef? asker = null;
        var dead = _kit.Listen<AllDeadLetters>();
        var keeper = _kit.Start(a => a.OnAny(_ => asker = a.Sender));
        using var cancellation = new CancellationTokenSource();
        var ask = keeper.Ask<string>("hello", cancellation.Token);
        _kit.RunUntilIdle();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<TaskCanceledException>(ask);
        asker!.Tell("late");
        dead.Taken<AllDeadLetters>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reply_of_another_type_fails_the_task() =>
        await Should.ThrowAsync<ArgumentException>(Ask<int>("not a number"));

    [Fact]
    public async Task A_failure_status_is_thrown_unless_the_caller_takes_any_object()
    {
        var failure = new Status.Failure(new IOException("disk"));

        (await Should.ThrowAsync<IOException>(Ask<string>(failure))).Message.ShouldBe("disk");
        (await Ask<object>(failure)).ShouldBe(failure);
    }

    [Fact]
    public async Task Asking_a_dead_actor_is_noticed_only_by_the_timeout()
    {
        _kit.Sys.Stop(_echo);
        _kit.RunUntilIdle();
        var ask = _echo.Ask("hello", Second);
        _kit.RunUntilIdle();
        ask.IsCompleted.ShouldBeFalse();

        _kit.Clock!.Advance(Second);

        await Should.ThrowAsync<AskTimeoutException>(ask);
    }

    [Fact]
    public async Task The_message_can_name_who_to_reply_to()
    {
        var ask = _silent.Ask<string>(me =>
        {
            me.Tell("direct");
            return "ignored";
        });

        (await ask).ShouldBe("direct");
    }

    [Fact]
    public async Task A_reply_in_time_takes_back_the_timeout()
    {
        var ask = _echo.Ask<string>("hello", Second);
        _kit.RunUntilIdle();

        (await ask).ShouldBe("hello");
        _kit.Clock!.TimerCount.ShouldBe(0);
    }

    [Fact]
    public void PipeTo_sends_the_result_in_nobodys_name_by_default()
    {
        var piping = _kit.Start(a => a.OnAny(_ => _ = Task.FromResult("result").PipeTo(_kit.TestActor)));

        piping.Tell("go");

        _kit.ExpectMsg("result");
        _kit.LastSender.IsNobody().ShouldBeTrue();
    }

    [Fact]
    public void PipeTo_sends_a_failure_or_cancellation_as_a_status()
    {
        _ = Task.FromException<string>(new IOException()).PipeTo(_kit.TestActor, _echo);
        _kit.ExpectMsgFrom<Status.Failure>(_echo).Cause.ShouldBeOfType<IOException>();

        _ = Task.FromCanceled<string>(new CancellationToken(canceled: true)).PipeTo(_kit.TestActor);
        _kit.ExpectMsg<Status.Failure>().Cause.ShouldBeOfType<TaskCanceledException>();
    }

    [Fact]
    public void PipeTo_maps_results_and_failures()
    {
        _ = Task.FromResult(5).PipeTo(_kit.TestActor, success: n => n + 1);
        _kit.ExpectMsg(6);

        _ = Task.FromException<int>(new IOException("disk")).PipeTo(_kit.TestActor, failure: e => e.Message);
        _kit.ExpectMsg("disk");
    }

    [Fact]
    public void PipeTo_without_a_result_sends_nothing_on_success_unless_told_what()
    {
        _ = Task.CompletedTask.PipeTo(_kit.TestActor);
        _kit.RunUntilIdle();
        _kit.ReceivedSoFar.ShouldBe(0);

        _ = Task.CompletedTask.PipeTo(_kit.TestActor, success: () => "done");
        _kit.ExpectMsg("done");

        _ = Task.FromException(new IOException()).PipeTo(_kit.TestActor);
        _kit.ExpectMsg<Status.Failure>();
    }

    [Fact]
    public void An_outcome_that_arrives_later_is_piped_from_the_thread_that_brings_it()
    {
        var source = new TaskCompletionSource<string>();
        var pipe = source.Task.PipeTo(_kit.TestActor);
        _kit.RunUntilIdle();
        _kit.ReceivedSoFar.ShouldBe(0);

        source.SetResult("late");

        pipe.IsCompleted.ShouldBeTrue();
        _kit.ExpectMsg("late");
    }
}
