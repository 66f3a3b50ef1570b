namespace ActorSweeper.Actors.Tests;

public sealed class StoppingTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestKit _kit = new();
    private readonly List<string> _log = [];

    public void Dispose() => _kit.Dispose();

    [Fact]
    public void A_poison_pill_lets_what_is_queued_before_it_be_handled_and_the_rest_become_dead_letters()
    {
        var dead = _kit.Listen<DeadLetter>();
        var actor = _kit.Start(a => a.On<string>(_log.Add));

        actor.TellAll("before", PoisonPill.Instance, "after");
        _kit.RunUntilIdle();

        _log.ShouldBe(["before"]);
        dead.ExpectMsg<DeadLetter>().Message.ShouldBe("after");
    }

    [Fact]
    public void A_poison_pill_for_a_dead_actor_is_a_suppressed_dead_letter()
    {
        var all = _kit.Listen<AllDeadLetters>();
        var actor = _kit.Start(_ => { });
        _kit.Sys.Stop(actor);
        _kit.RunUntilIdle();

        actor.Tell(PoisonPill.Instance);

        all.ExpectMsg<SuppressedDeadLetter>().Message.ShouldBe(PoisonPill.Instance);
    }

    [Fact]
    public void Kill_runs_after_what_is_queued_before_it_and_asks_the_supervisor()
    {
        Exception? cause = null;
        var (_, child) = _kit.StartFamily(
            new OneForOneStrategy(e =>
            {
                cause = e;
                return Directive.Resume;
            }),
            c => c.On<string>(_log.Add));

        child.TellAll("before", Kill.Instance, "after");
        _kit.RunUntilIdle();

        cause.ShouldBeOfType<ActorKilledException>();
        _log.ShouldBe(["before", "after"]);
    }

    [Fact]
    public void By_default_Kill_stops_and_is_published()
    {
        var errors = _kit.Listen<Error>();
        var actor = _kit.Start(_ => { });
        _kit.Watch(actor);

        actor.Tell(Kill.Instance);

        _kit.ExpectTerminated(actor);
        errors.ExpectMsg<Error>().Cause.ShouldBeOfType<ActorKilledException>();
    }

    [Fact]
    public async Task GracefulStop_is_true_when_the_actor_has_ended_and_also_when_it_had_before()
    {
        var actor = _kit.Start(a => a.On<string>(_log.Add));
        actor.Tell("before");

        var first = actor.GracefulStop(Second);
        _kit.RunUntilIdle();
        var second = actor.GracefulStop(Second);
        _kit.RunUntilIdle();

        (await first).ShouldBeTrue();
        (await second).ShouldBeTrue();
        _log.ShouldBe(["before"]);
        _kit.Clock!.TimerCount.ShouldBe(0);
    }

    [Fact]
    public async Task GracefulStop_is_false_after_its_timeout_on_the_systems_clock()
    {
        var never = new TaskCompletionSource();
        var actor = _kit.Start(a => a.OnAsync<string>(_ => never.Task));
        actor.Tell("block");

        var stop = actor.GracefulStop(Second);
        _kit.Clock!.Advance(TimeSpan.FromSeconds(0.999));
        stop.IsCompleted.ShouldBeFalse();
        _kit.Clock.Advance(TimeSpan.FromSeconds(0.001));

        (await stop).ShouldBeFalse();
    }

    [Fact]
    public async Task GracefulStop_can_use_a_message_of_the_actors_own()
    {
        var actor = _kit.Start(a => a.On<string>(s =>
        {
            _log.Add(s);
            a.Context.Stop(a.Self);
        }));

        var stop = actor.GracefulStop(Second, "please");
        _kit.RunUntilIdle();

        (await stop).ShouldBeTrue();
        _log.ShouldBe(["please"]);
    }

    [Fact]
    public async Task Terminate_ends_all_actors_and_completes_when_the_last_has_ended()
    {
        _kit.Start(p =>
        {
            p.Context.ActorOf(Scripted.Props(c => c.OnStop = () => _log.Add("child")));
            p.OnStop = () => _log.Add("parent");
        });

        var end = _kit.Sys.Terminate();
        end.IsCompleted.ShouldBeFalse();
        _kit.RunUntilIdle();

        await end;
        _log.ShouldBe(["child", "parent"]);
        Should.Throw<InvalidOperationException>(() => _kit.Sys.ActorOf(Scripted.Props(_ => { })));
    }
}
