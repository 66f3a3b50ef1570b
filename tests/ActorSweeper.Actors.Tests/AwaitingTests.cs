namespace ActorSweeper.Actors.Tests;

public sealed class AwaitingTests : IDisposable
{
    private readonly TestKit _kit = new();
    private readonly List<string> _log = [];
    private readonly TaskCompletionSource _gate = new();

    public void Dispose() => _kit.Dispose();

    private IActorRef StartWaiter(Action<Scripted>? more = null) => _kit.Start(a =>
    {
        more?.Invoke(a);
        a.OnAsync<string>(async s =>
        {
            _log.Add("begin " + s);
            if (s == "wait") await _gate.Task;
            _log.Add("end " + s);
        });
    });

    [Fact]
    public void The_next_message_waits_for_the_handler()
    {
        var actor = StartWaiter();

        actor.TellAll("wait", "next");
        _kit.RunUntilIdle();
        _log.ShouldBe(["begin wait"]);
        _gate.SetResult();
        _kit.RunUntilIdle();

        _log.ShouldBe(["begin wait", "end wait", "begin next", "end next"]);
    }

    [Fact]
    public void Sender_and_self_are_the_same_after_an_await()
    {
        var actor = _kit.Start(a => a.OnAsync<string>(async _ =>
        {
            await _gate.Task;
            a.Sender.Tell("reply");
            await Task.Yield();
            a.Sender.Tell("reply");
        }));

        actor.Tell("ask", _kit.TestActor);
        actor.Tell("other", _kit.CreateTestProbe().Ref);
        _kit.RunUntilIdle();
        _gate.SetResult();

        _kit.ExpectMsgFrom<string>(actor);
        _kit.ExpectMsgFrom<string>(actor);
    }

    [Fact]
    public async Task Task_Run_leaves_the_actor_and_awaiting_it_returns()
    {
        Exception? inside = null;
        IActorRef? after = null;
        Task? work = null;
        var actor = _kit.Start(a => a.OnAsync<string>(async _ =>
        {
            work = Task.Run(() => inside = Record.Exception(() => a.Self));
            await work;
            after = a.Self;
        }));

        actor.Tell("go");
        _kit.RunUntilIdle();
        await work!;
        _kit.AwaitCondition(() => after is not null);

        inside.ShouldBeOfType<NotSupportedException>();
        after.ShouldBe(actor);
    }

    [Fact]
    public void ConfigureAwait_false_leaves_the_actor()
    {
        Exception? outside = null;
        var actor = _kit.Start(a => a.OnAsync<string>(async _ =>
        {
            await _gate.Task.ConfigureAwait(false);
            outside = Record.Exception(() => a.Self);
        }));

        actor.Tell("go");
        _kit.RunUntilIdle();
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _gate.SetResult();
        SynchronizationContext.SetSynchronizationContext(context);

        outside.ShouldBeOfType<NotSupportedException>();
    }

    [Fact]
    public void A_stop_during_an_await_ends_the_actor_at_once_and_the_handler_may_still_finish()
    {
        var errors = _kit.Listen<Error>();
        var actor = _kit.Start(a =>
        {
            a.OnStop = () => _log.Add("PostStop");
            a.OnAsync<string>(async _ =>
            {
                try
                {
                    await _gate.Task;
                    _log.Add("rest");
                }
                finally
                {
                    _log.Add("finally " + a.Self.Path.Name);
                }

                throw new InvalidOperationException("too late");
            });
        });
        _kit.Watch(actor);

        actor.Tell("go");
        _kit.RunUntilIdle();
        _kit.Sys.Stop(actor);
        _kit.ExpectTerminated(actor);
        _log.ShouldBe(["PostStop"]);
        _gate.SetResult();
        _kit.RunUntilIdle();

        _log.ShouldBe(["PostStop", "rest", "finally " + actor.Path.Name]);
        errors.ExpectMsg<Error>().Cause!.Message.ShouldBe("too late");
    }

    [Fact]
    public void Stopping_itself_and_then_awaiting_ends_the_actor_at_the_await()
    {
        var actor = _kit.Start(a =>
        {
            a.OnStop = () => _log.Add("PostStop");
            a.OnAsync<string>(async _ =>
            {
                a.Context.Stop(a.Self);
                _log.Add("still here");
                await _gate.Task;
                _log.Add("rest");
            });
        });

        actor.Tell("go");
        _kit.RunUntilIdle();
        _log.ShouldBe(["still here", "PostStop"]);
        _gate.SetResult();
        _kit.RunUntilIdle();

        _log.ShouldBe(["still here", "PostStop", "rest"]);
    }

    [Fact]
    public void A_poison_pill_waits_for_the_handler()
    {
        var actor = StartWaiter(a => a.OnStop = () => _log.Add("PostStop"));

        actor.TellAll("wait", PoisonPill.Instance);
        _kit.RunUntilIdle();
        _gate.SetResult();
        _kit.RunUntilIdle();

        _log.ShouldBe(["begin wait", "end wait", "PostStop"]);
    }

    [Fact]
    public void A_childs_failure_is_decided_when_the_handler_is_done()
    {
        IActorRef? child = null;
        var parent = StartWaiter(p =>
        {
            p.Strategy = () => new OneForOneStrategy(_ =>
            {
                _log.Add("decided");
                return Directive.Resume;
            });
            child = p.Context.ActorOf(Scripted.Props(c =>
            {
                c.FailOn("fail");
                c.On<string>(_log.Add);
            }));
        });

        parent.Tell("wait");
        _kit.RunUntilIdle();
        child!.TellAll("fail", "child goes on");
        _kit.RunUntilIdle();
        _log.ShouldBe(["begin wait"]);
        _gate.SetResult();
        _kit.RunUntilIdle();

        _log.ShouldBe(["begin wait", "end wait", "decided", "child goes on"]);
    }

    [Fact]
    public void A_restart_ordered_from_above_waits_for_the_handler()
    {
        IActorRef? waiter = null, failing = null;
        _kit.Start(p =>
        {
            p.Strategy = () => new AllForOneStrategy(_ => Directive.Restart);
            waiter = p.Context.ActorOf(Scripted.Props(a =>
            {
                a.OnPreRestart = (_, m) => _log.Add($"PreRestart {m ?? "null"}");
                a.OnAsync<string>(async _ =>
                {
                    await _gate.Task;
                    _log.Add("end");
                });
            }));
            failing = p.Context.ActorOf(Scripted.Props(a => a.FailOn("fail")));
        });

        waiter!.Tell("wait");
        _kit.RunUntilIdle();
        failing!.Tell("fail");
        _kit.RunUntilIdle();
        _log.ShouldBeEmpty();
        _gate.SetResult();
        _kit.RunUntilIdle();

        _log.ShouldBe(["end", "PreRestart null"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failed_task_is_a_failure_with_its_own_exception_and_message_and_keeps_the_queue(bool afterAwait)
    {
        Exception? reason = null;
        object? message = null;
        var actor = _kit.Start(a =>
        {
            a.OnPreRestart = (e, m) => (reason, message) = (e, m);
            a.OnAsync<int>(async _ =>
            {
                if (afterAwait) await Task.Yield();
                throw new InvalidOperationException("async");
            });
            a.On<string>(_log.Add);
        });

        actor.TellAll(42, "queued");
        _kit.RunUntilIdle();

        reason.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("async");
        message.ShouldBe(42);
        _log.ShouldBe(["queued"]);
    }

    [Fact]
    public void A_cancelled_task_is_a_failure_too()
    {
        Exception? reason = null;
        var actor = _kit.Start(a =>
        {
            a.OnPreRestart = (e, _) => reason = e;
            a.OnAsync<int>(_ => Task.FromCanceled(new CancellationToken(canceled: true)));
        });

        actor.Tell(1);
        _kit.RunUntilIdle();

        reason.ShouldBeOfType<TaskCanceledException>();
    }

    [Fact]
    public void A_receive_timeout_during_an_await_is_delivered_after_it()
    {
        var actor = StartWaiter(a =>
        {
            a.Context.SetReceiveTimeout(TimeSpan.FromSeconds(1));
            a.On<ReceiveTimeout>(_ => _log.Add("timeout"));
        });

        actor.Tell("wait");
        _kit.Clock!.Advance(TimeSpan.FromSeconds(1.5));
        _log.ShouldBe(["begin wait"]);
        _gate.SetResult();
        _kit.RunUntilIdle();

        _log.ShouldBe(["begin wait", "end wait", "timeout"]);
    }

    [Fact]
    public void A_delay_in_virtual_time_returns_into_the_actor_at_its_instant()
    {
        var actor = _kit.Start(a => a.OnAsync<string>(async _ =>
        {
            await Task.Delay(TimeSpan.FromSeconds(30), _kit.Clock!);
            _kit.TestActor.Tell(_kit.Clock!.GetTimestamp(), a.Self);
        }));

        actor.Tell("go");
        _kit.Clock!.Advance(TimeSpan.FromMinutes(1));

        _kit.ExpectMsg(TimeSpan.FromSeconds(30).Ticks);
    }
}
