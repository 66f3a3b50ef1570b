using System.Reflection;

namespace ActorSweeper.Actors.Tests;

public sealed class LifecycleTests : IDisposable
{
    private static readonly OneForOneStrategy AlwaysRestart = new(_ => Directive.Restart);

    private readonly TestKit _kit = new();
    private readonly List<string> _log = [];

    public void Dispose() => _kit.Dispose();

    [Fact]
    public void A_restart_goes_from_the_old_instance_to_the_new_one_in_a_fixed_order()
    {
        var incarnation = 0;
        Action<Scripted> describe = Describe;
        var actor = _kit.Sys.ActorOf(Props.Create(() => new Disposable(describe)));

        actor.Tell("fail");
        _kit.RunUntilIdle();

        _log.ShouldBe(
        [
            "1 constructor", "1 PreStart", "1 PreRestart broken fail", "1 PostStop", "1 Dispose",
            "2 constructor", "2 PostRestart broken", "2 PreStart",
        ]);

        void Describe(Scripted a)
        {
            var n = ++incarnation;
            _log.Add($"{n} constructor");
            a.OnStart = () => _log.Add($"{n} PreStart");
            a.OnStop = () => _log.Add($"{n} PostStop");
            a.OnPreRestart = (e, m) => _log.Add($"{n} PreRestart {e.Message} {m}");
            a.OnPostRestart = e => _log.Add($"{n} PostRestart {e.Message}");
            ((Disposable)a).OnDispose = () => _log.Add($"{n} Dispose");
            a.On<string>(_ => throw new InvalidOperationException("broken"));
        }
    }

    [Fact]
    public void The_new_constructor_runs_only_when_the_old_children_are_gone_so_their_names_are_free()
    {
        var incarnation = 0;
        var parent = _kit.Start(p =>
        {
            var n = ++incarnation;
            _log.Add($"{n} constructor");
            p.Context.ActorOf(Scripted.Props(c => c.OnStop = () => _log.Add($"{n} child stopped")), "child");
            p.FailOn("fail");
        });

        parent.Tell("fail");
        _kit.RunUntilIdle();

        _log.ShouldBe(["1 constructor", "1 child stopped", "2 constructor"]);
    }

    [Fact]
    public void Children_that_PreRestart_spares_are_restarted_themselves()
    {
        IActorRef? child = null;
        var starts = 0;
        var parent = _kit.Start(p =>
        {
            p.InsteadOfPreRestart = (_, _) => { };
            if (child is null) p.OnStart = () => child ??= p.Context.ActorOf(Scripted.Props(Child), "child");
            p.FailOn("fail");
        });

        parent.Tell("fail");
        child!.Tell("alive");
        _kit.RunUntilIdle();

        starts.ShouldBe(2);
        _log.ShouldBe(["restarted broken: ", "alive"]);

        void Child(Scripted c)
        {
            starts++;
            c.OnPreRestart = (e, m) => _log.Add($"restarted broken: {m}");
            c.On<string>(_log.Add);
        }
    }

    [Fact]
    public void Children_end_before_their_parent_and_the_parent_before_its_mailbox_and_its_watchers()
    {
        var dead = _kit.Listen<DeadLetter>();
        var parent = _kit.Start(p =>
        {
            foreach (var name in new[] { "a", "b" })
            {
                p.Context.ActorOf(Scripted.Props(c => c.OnStop = () => _log.Add(name)), name);
            }

            p.OnStop = () => _log.Add("parent");
        });
        _kit.Watch(parent);

        _kit.Sys.Stop(parent);
        parent.Tell("queued");
        _kit.ExpectTerminated(parent);

        _log.ShouldBe(["a", "b", "parent"]);
        dead.ExpectMsg<DeadLetter>().Message.ShouldBe("queued");
    }

    [Fact]
    public void The_parent_learns_of_a_death_before_other_watchers()
    {
        IActorRef? child = null;
        var parent = _kit.Start(p =>
        {
            child = p.Context.Watch(p.Context.ActorOf(Scripted.Props(_ => { })));
            p.On<Terminated>(_ => _log.Add("parent"));
        });
        _kit.Start(w =>
        {
            w.OnStart = () => w.Context.Watch(child!);
            w.On<Terminated>(_ => _log.Add("watcher"));
        });

        _kit.Sys.Stop(child!);
        _kit.RunUntilIdle();

        _log.ShouldBe(["parent", "watcher"]);
        parent.ShouldNotBeNull();
    }

    [Fact]
    public void PostStop_is_not_called_for_an_instance_whose_constructor_or_PreStart_failed()
    {
        var strategy = new OneForOneStrategy(_ => Directive.Stop);
        _kit.StartFamily(strategy, c =>
        {
            c.OnStop = () => _log.Add("constructor");
            throw new InvalidOperationException();
        });
        _kit.StartFamily(strategy, c =>
        {
            c.OnStop = () => _log.Add("PreStart");
            c.OnStart = () => throw new InvalidOperationException();
        });

        _log.ShouldBeEmpty();
    }

    [Fact]
    public void PostStop_is_called_for_an_instance_whose_PostRestart_failed_and_the_default_is_to_stop_it()
    {
        var incarnation = 0;
        var errors = _kit.Listen<Error>();
        var actor = _kit.Start(a =>
        {
            var n = ++incarnation;
            a.OnPostRestart = _ => throw new InvalidOperationException("after");
            a.OnStop = () => _log.Add($"{n} PostStop");
            a.FailOn("fail");
        });
        _kit.Watch(actor);

        actor.Tell("fail");

        _kit.ExpectTerminated(actor);
        _log.ShouldBe(["1 PostStop", "2 PostStop"]);
        var last = errors.Taken<Error>()[^1].Cause.ShouldBeOfType<PostRestartException>();
        last.InnerException!.Message.ShouldBe("after");
        last.OriginalCause.Message.ShouldBe("fail");
    }

    [Fact]
    public void A_failing_constructor_arrives_wrapped_at_the_supervisor()
    {
        Exception? reported = null;
        var strategy = new OneForOneStrategy(e =>
        {
            reported = e;
            return Directive.Stop;
        });

        var (_, child) = _kit.StartFamily(strategy, _ => throw new InvalidOperationException("mine"));

        var outer = reported.ShouldBeOfType<ActorInitializationException>();
        outer.Actor.ShouldBe(child);
        var load = outer.InnerException.ShouldBeOfType<TypeLoadException>();
        load.InnerException.ShouldBeOfType<TargetInvocationException>().InnerException!.Message.ShouldBe("mine");
    }

    [Fact]
    public void A_constructor_that_fails_in_a_restart_is_a_PostRestartException()
    {
        var incarnation = 0;
        var errors = _kit.Listen<Error>();
        var actor = _kit.Start(a =>
        {
            if (++incarnation == 2) throw new InvalidOperationException("second");
            a.FailOn("fail");
        });
        _kit.Watch(actor);

        actor.Tell("fail");

        _kit.ExpectTerminated(actor);
        errors.Taken<Error>()[^1].Cause.ShouldBeOfType<PostRestartException>().GetBaseException().Message.ShouldBe("second");
    }

    [Fact]
    public void An_error_in_PreRestart_is_only_published_and_the_children_survive_it()
    {
        var errors = _kit.Listen<Error>();
        var parent = _kit.Start(p =>
        {
            p.Context.ActorOf(Scripted.Props(_ => { }), "child");
            p.InsteadOfPreRestart = (_, _) => throw new InvalidOperationException("in PreRestart");
            p.FailOn("fail");
        });
        _kit.Watch(parent);

        parent.Tell("fail");

        _kit.ExpectTerminated(parent);
        var causes = errors.Taken<Error>().Select(e => e.Cause!.GetBaseException()).ToList();
        causes.Select(c => c.Message).ShouldBe(["fail", "in PreRestart", "Actor name \"child\" is not unique!"]);
    }

    [Fact]
    public void An_error_in_PostStop_is_only_published_and_the_end_goes_on()
    {
        var errors = _kit.Listen<Error>();
        var actor = _kit.Start(a => a.OnStop = () => throw new InvalidOperationException("in PostStop"));
        _kit.Watch(actor);

        _kit.Sys.Stop(actor);

        _kit.ExpectTerminated(actor);
        errors.ExpectMsg<Error>().Cause!.Message.ShouldBe("in PostStop");
    }

    [Fact]
    public void Restart_after_a_failed_creation_tries_the_constructor_again_and_keeps_the_queued_messages()
    {
        var tries = 0;
        var (parent, child) = _kit.StartFamily(AlwaysRestart, c =>
        {
            tries++;
            _log.Add("constructor");
            c.OnPreRestart = (_, _) => _log.Add("PreRestart");
            c.OnPostRestart = _ => _log.Add("PostRestart");
            c.OnStart = () =>
            {
                c.Self.Tell($"queued {tries}");
                if (tries < 3) throw new InvalidOperationException();
            };
            c.On<string>(_log.Add);
        });

        _log.ShouldBe(["constructor", "constructor", "constructor", "queued 1", "queued 2", "queued 3"]);
        child.ShouldNotBe(parent);
    }

    [Fact]
    public void Children_of_a_failed_creation_are_gone_before_the_next_try()
    {
        var tries = 0;
        _kit.StartFamily(AlwaysRestart, c =>
        {
            var n = ++tries;
            c.Context.ActorOf(Scripted.Props(g => g.OnStop = () => _log.Add($"grandchild {n} stopped")), "grandchild");
            if (n == 1) throw new InvalidOperationException();
            _log.Add("created");
        });

        _log.ShouldBe(["grandchild 1 stopped", "created"]);
    }

    [Fact]
    public void A_stop_that_arrives_while_a_restart_waits_for_children_ends_the_actor_without_a_second_PostStop()
    {
        var actor = _kit.Start(a =>
        {
            _log.Add("constructor");
            a.Context.ActorOf(Scripted.Props(c => c.OnStop = () => _kit.Sys.Stop(a.Context.Parent)));
            a.OnStop = () => _log.Add("PostStop");
            a.FailOn("fail");
        });
        _kit.Watch(actor);

        actor.Tell("fail");

        _kit.ExpectTerminated(actor);
        _log.ShouldBe(["constructor", "PostStop"]);
    }

    [Fact]
    public void Self_can_be_used_in_PostStop()
    {
        IActorRef? self = null;
        var actor = _kit.Start(a => a.OnStop = () => self = a.Self);

        _kit.Sys.Stop(actor);
        _kit.RunUntilIdle();

        self.ShouldBe(actor);
    }

    private sealed class Disposable(Action<Scripted> script) : Scripted(script), IDisposable
    {
        public Action? OnDispose { get; set; }

        public void Dispose() => OnDispose?.Invoke();
    }
}
