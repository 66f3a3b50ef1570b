namespace ActorSweeper.Actors.Tests;

public sealed class WatchTests : IDisposable
{
    private readonly TestKit _kit = new();
    private readonly List<string> _log = [];

    public void Dispose() => _kit.Dispose();

    [Fact]
    public void Terminated_comes_behind_what_is_queued_and_its_sender_is_the_dead_actor()
    {
        var victim = _kit.Start(_ => { });
        IActorRef? sender = null;
        var watcher = _kit.Start(w =>
        {
            w.OnStart = () => w.Context.Watch(victim);
            w.On<string>(s =>
            {
                _log.Add(s);
                if (s == "go") w.Context.Stop(victim);
            });
            w.On<Terminated>(t =>
            {
                _log.Add("terminated");
                sender = w.Sender;
                t.ExistenceConfirmed.ShouldBeTrue();
                t.ActorRef.ShouldBe(victim);
            });
        });

        watcher.TellAll("go", "queued");
        _kit.RunUntilIdle();

        _log.ShouldBe(["go", "queued", "terminated"]);
        sender.ShouldBe(victim);
    }

    [Fact]
    public void Watching_twice_is_watching_once_and_WatchWith_after_Watch_changes_nothing()
    {
        var victim = _kit.Start(_ => { });
        _kit.Start(w =>
        {
            w.OnStart = () =>
            {
                w.Context.Watch(victim);
                w.Context.Watch(victim);
                w.Context.WatchWith(victim, "custom");
            };
            w.OnAny(m => _log.Add(m.GetType().Name));
        });

        _kit.Sys.Stop(victim);
        _kit.RunUntilIdle();

        _log.ShouldBe(["Terminated"]);
    }

    [Fact]
    public void Watching_a_dead_actor_tells_of_its_end_without_confirming_that_it_existed()
    {
        var victim = _kit.Start(_ => { });
        _kit.Sys.Stop(victim);
        _kit.RunUntilIdle();

        _kit.Watch(victim);

        _kit.ExpectTerminated(victim).ExistenceConfirmed.ShouldBeFalse();
    }

    [Fact]
    public void WatchWith_delivers_the_message_instead_with_the_dead_actor_as_sender()
    {
        var victim = _kit.Start(_ => { });
        IActorRef? sender = null;
        _kit.Start(w =>
        {
            w.OnStart = () => w.Context.WatchWith(victim, "gone");
            w.On<string>(s =>
            {
                _log.Add(s);
                sender = w.Sender;
            });
        });

        _kit.Sys.Stop(victim);
        _kit.RunUntilIdle();

        _log.ShouldBe(["gone"]);
        sender.ShouldBe(victim);
    }

    [Fact]
    public void Unwatch_removes_a_Terminated_that_is_already_queued()
    {
        var victim = _kit.Start(_ => { });
        var gate = new TaskCompletionSource();
        var watcher = _kit.Start(w =>
        {
            w.OnStart = () => w.Context.Watch(victim);
            w.OnAsync<string>(async _ =>
            {
                await gate.Task;
                w.Context.Unwatch(victim);
            });
            w.OnAny(m => _log.Add(m.ToString()!));
        });

        watcher.Tell("wait");
        _kit.RunUntilIdle();
        _kit.Sys.Stop(victim);
        _kit.RunUntilIdle();
        gate.SetResult();
        watcher.Tell(1);
        _kit.RunUntilIdle();

        _log.ShouldBe(["1"]);
    }

    [Fact]
    public void Unwatch_before_the_end_means_no_notice()
    {
        var victim = _kit.Start(_ => { });
        _kit.Watch(victim);
        _kit.Unwatch(victim);

        _kit.Sys.Stop(victim);

        _kit.ExpectNoMsg(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Crash_stop_and_poison_look_the_same_to_a_watcher()
    {
        var victims = new[] { "crash", "stop", "poison" }.Select(n => _kit.Watch(_kit.Start(_ => { }, n))).ToList();

        victims[0].Tell(Kill.Instance);
        _kit.Sys.Stop(victims[1]);
        victims[2].Tell(PoisonPill.Instance);

        _kit.ReceiveN(3).Cast<Terminated>().Select(t => t.ActorRef).ShouldBe(victims, ignoreOrder: true);
    }

    [Fact]
    public void Watches_survive_the_restart_of_either_side()
    {
        var starts = 0;
        var victim = _kit.Start(v => v.FailOn("fail"));
        var watcher = _kit.Start(w =>
        {
            if (starts++ == 0) w.OnStart = () => w.Context.Watch(victim);
            w.FailOn("fail");
            w.On<Terminated>(_ => _log.Add("terminated"));
        });

        victim.Tell("fail");
        watcher.Tell("fail");
        _kit.RunUntilIdle();
        _kit.Sys.Stop(victim);
        _kit.RunUntilIdle();

        starts.ShouldBe(2);
        _log.ShouldBe(["terminated"]);
    }

    [Fact]
    public void A_parent_gets_no_Terminated_for_a_child_that_it_does_not_watch()
    {
        var parent = _kit.Start(p =>
        {
            p.On<string>(_ => p.Context.Stop(p.Context.ActorOf(Scripted.Props(_ => { }))));
            p.OnAny(m => _log.Add(m.ToString()!));
        });

        parent.Tell("go");
        _kit.RunUntilIdle();

        _log.ShouldBeEmpty();
    }

    [Fact]
    public void The_default_PreRestart_no_longer_watches_the_children_it_stops()
    {
        var starts = 0;
        var parent = _kit.Start(p =>
        {
            if (starts++ == 0) p.Context.Watch(p.Context.ActorOf(Scripted.Props(_ => { })));
            p.FailOn("fail");
            p.On<Terminated>(_ => _log.Add("terminated"));
        });

        parent.Tell("fail");
        _kit.RunUntilIdle();

        starts.ShouldBe(2);
        _log.ShouldBeEmpty();
    }
}
