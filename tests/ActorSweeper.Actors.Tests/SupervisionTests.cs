namespace ActorSweeper.Actors.Tests;

public sealed class SupervisionTests : IDisposable
{
    private readonly TestKit _kit = new();
    private readonly List<string> _log = [];

    public void Dispose() => _kit.Dispose();

    private void Failing(Scripted child)
    {
        _log.Add("start");
        child.OnStop = () => _log.Add("stop");
        child.FailOn("fail");
        child.On<string>(_log.Add);
    }

    [Fact]
    public void The_default_restarts_without_limit_and_stops_after_failed_creation_Kill_and_death_pact()
    {
        var victim = _kit.Sys.DeadLetters;

        SupervisorStrategy.DefaultDecider(new InvalidOperationException()).ShouldBe(Directive.Restart);
        SupervisorStrategy.DefaultDecider(new ActorInitializationException(victim, "")).ShouldBe(Directive.Stop);
        SupervisorStrategy.DefaultDecider(new PostRestartException(victim, new IOException(), new IOException())).ShouldBe(Directive.Stop);
        SupervisorStrategy.DefaultDecider(new ActorKilledException("")).ShouldBe(Directive.Stop);
        SupervisorStrategy.DefaultDecider(new DeathPactException(victim)).ShouldBe(Directive.Stop);

        var actor = _kit.Start(Failing);
        for (var i = 0; i < 100; i++) actor.Tell("fail");
        _kit.RunUntilIdle();
        _log.Count(l => l == "start").ShouldBe(101);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_strategy_is_asked_for_once_per_instance_at_the_first_failure_or_end_of_a_child(bool failure)
    {
        var asked = 0;
        var parent = _kit.Start(p =>
        {
            p.Strategy = () =>
            {
                asked++;
                return SupervisorStrategy.DefaultStrategy;
            };
            p.On<string>(_ =>
            {
                var child = p.Context.ActorOf(Scripted.Props(Failing));
                if (failure) child.Tell("fail");
                else p.Context.Stop(child);
            });
        });
        asked.ShouldBe(0);

        parent.TellAll("one", "two");
        _kit.RunUntilIdle();

        asked.ShouldBe(1);
    }

    [Fact]
    public void A_strategy_given_with_the_props_wins_over_the_actors_own()
    {
        var parent = Scripted.Props(p =>
        {
            p.Strategy = () => throw new InvalidOperationException("not asked");
            p.Context.ActorOf(Scripted.Props(Failing)).Tell("fail");
        });

        _kit.Sys.ActorOf(parent.WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop)));
        _kit.RunUntilIdle();

        _log.ShouldBe(["start", "stop"]);
    }

    [Fact]
    public void Resume_keeps_the_state_and_drops_only_the_failing_message()
    {
        var warnings = _kit.Listen<Warning>();
        var (_, child) = _kit.StartFamily(new OneForOneStrategy(_ => Directive.Resume), Failing);

        child.TellAll("one", "fail", "two");
        _kit.RunUntilIdle();

        _log.ShouldBe(["start", "one", "two"]);
        var warning = warnings.ExpectMsg<Warning>();
        warning.Message.ShouldBe("fail");
        warning.LogSource.ShouldBe(child.Path.ToString());
    }

    [Theory]
    [InlineData(Directive.Restart)]
    [InlineData(Directive.Stop)]
    public void Restart_and_stop_are_published_as_errors_of_the_child(Directive directive)
    {
        var errors = _kit.Listen<Error>();
        var (_, child) = _kit.StartFamily(new OneForOneStrategy(_ => directive), Failing);

        child.Tell("fail");

        var error = errors.ExpectMsg<Error>();
        error.Cause.ShouldBeOfType<InvalidOperationException>();
        error.LogSource.ShouldBe(child.Path.ToString());
        error.Message.ShouldBe("fail");
    }

    [Fact]
    public void In_the_decider_the_sender_is_the_failed_child()
    {
        IActorRef? sender = null;
        IActorRef? child = null;
        _kit.Start(p =>
        {
            p.Strategy = () => new OneForOneStrategy(_ =>
            {
                sender = p.Sender;
                return Directive.Stop;
            });
            child = p.Context.ActorOf(Scripted.Props(Failing));
            child.Tell("fail");
        });

        sender.ShouldBe(child);
    }

    [Fact]
    public void An_exception_in_the_decider_fails_the_supervisor()
    {
        var errors = _kit.Listen<Error>();
        var (parent, child) = _kit.StartFamily(new OneForOneStrategy(_ => throw new NotSupportedException("decider")), Failing);

        child.Tell("fail");

        var error = errors.ExpectMsg<Error>();
        error.LogSource.ShouldBe(parent.Path.ToString());
        error.Message.ShouldBe("decider");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void Without_a_window_the_limit_is_a_budget_for_life_and_beyond_it_the_child_is_stopped(int limit, int restarts)
    {
        var (_, child) = _kit.StartFamily(new OneForOneStrategy(limit, -1, _ => Directive.Restart), Failing);
        _kit.Watch(child);

        for (var i = 0; i < limit; i++)
        {
            child.Tell("fail");
            _kit.Clock!.Advance(TimeSpan.FromDays(1));
        }

        _kit.ReceivedSoFar.ShouldBe(0);
        child.Tell("fail");

        _kit.ExpectTerminated(child);
        _log.Count(l => l == "start").ShouldBe(restarts + 1);
    }

    [Fact]
    public void A_window_without_a_limit_allows_one_restart_in_it()
    {
        var (_, child) = _kit.StartFamily(new OneForOneStrategy(null, TimeSpan.FromSeconds(10), _ => Directive.Restart), Failing);
        _kit.Watch(child);

        child.Tell("fail");
        _kit.Clock!.Advance(TimeSpan.FromSeconds(10.001));
        child.Tell("fail");
        _kit.RunUntilIdle();
        _kit.ReceivedSoFar.ShouldBe(0);
        _kit.Clock.Advance(TimeSpan.FromSeconds(10));
        child.Tell("fail");

        _kit.ExpectTerminated(child);
    }

    [Fact]
    public void A_window_begins_with_the_first_failure_and_again_with_the_first_after_it_expired()
    {
        var (_, child) = _kit.StartFamily(new OneForOneStrategy(2, TimeSpan.FromSeconds(10), _ => Directive.Restart), Failing);
        _kit.Watch(child);
        void FailAt(double seconds)
        {
            _kit.Clock!.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(_kit.Clock.GetTimestamp()));
            child.Tell("fail");
            _kit.RunUntilIdle();
        }

        FailAt(1);
        FailAt(10.9);   // the second in the window 1..11
        FailAt(11.5);   // begins the window 11.5..21.5, although three failures lie within 10.5 s
        FailAt(21.4);
        _kit.ReceivedSoFar.ShouldBe(0);
        FailAt(21.5);

        _kit.ExpectTerminated(child);
        _log.Count(l => l == "start").ShouldBe(5);
    }

    [Fact]
    public void The_counts_are_forgotten_with_the_child()
    {
        var strategy = new OneForOneStrategy(1, -1, _ => Directive.Restart);
        var parent = _kit.Start(p =>
        {
            p.Strategy = () => strategy;
            p.On<string>(_ => p.Context.ActorOf(Scripted.Props(Failing), "same").TellAll("fail", "fail"));
        });

        parent.Tell("one");
        _kit.RunUntilIdle();
        parent.Tell("two");
        _kit.RunUntilIdle();

        _log.ShouldBe(["start", "stop", "start", "stop", "start", "stop", "start", "stop"]);
    }

    private (List<string> Starts, IActorRef[] Children) StartThree(SupervisorStrategy strategy)
    {
        var starts = new List<string>();
        var children = new List<IActorRef>();
        _kit.Start(p =>
        {
            p.Strategy = () => strategy;
            foreach (var name in new[] { "a", "b", "c" }) children.Add(p.Context.ActorOf(Scripted.Props(c => Child(c, name)), name));
        });
        return (starts, [.. children]);

        void Child(Scripted c, string name)
        {
            starts.Add(name);
            c.OnPreRestart = (_, m) => _log.Add($"{name} {m ?? "null"}");
            c.OnStop = () => _log.Add($"{name} stopped");
            c.FailOn("fail");
            c.On<string>(_log.Add);
        }
    }

    [Fact]
    public void All_for_one_restarts_the_siblings_too_which_lose_no_message()
    {
        var (starts, children) = StartThree(new AllForOneStrategy(_ => Directive.Restart));

        children[0].Tell("before");
        children[1].TellAll("fail", "after");
        _kit.RunUntilIdle();

        starts.ShouldBe(["a", "b", "c", "a", "b", "c"]);
        var told = _log.Where(l => !l.EndsWith("stopped", StringComparison.Ordinal));
        told.ShouldBe(["before", "b fail", "a null", "c null", "after"], ignoreOrder: true);
    }

    [Fact]
    public void All_for_one_stops_all_when_the_limit_of_one_is_reached()
    {
        var (starts, children) = StartThree(new AllForOneStrategy(1, -1, _ => Directive.Restart));

        children[0].Tell("fail");
        _kit.RunUntilIdle();
        _log.Clear();
        children[1].Tell("fail");
        _kit.RunUntilIdle();

        starts.Count.ShouldBe(6);
        _log.ShouldBe(["a stopped", "b stopped", "c stopped"], ignoreOrder: true);
    }

    [Fact]
    public void Escalation_fails_the_supervisor_with_the_same_exception_and_its_restart_stops_the_child()
    {
        var errors = _kit.Listen<Error>();
        Exception? thrown = null, seen = null;
        object? message = "none yet";
        IActorRef? child = null;
        var parent = _kit.Start(p =>
        {
            p.Strategy = () => new OneForOneStrategy(_ => Directive.Escalate);
            p.OnPreRestart = (e, m) => (seen, message) = (e, m);
            child = p.Context.ActorOf(Scripted.Props(c =>
            {
                c.OnStop = () => _log.Add("child stopped");
                c.On<string>((Action<string>)(_ => throw (thrown = new InvalidOperationException("up"))));
            }));
        });

        child!.Tell("fail");
        _kit.RunUntilIdle();

        seen.ShouldBe(thrown);
        message.ShouldBeNull();
        _log.ShouldBe(["child stopped"]);
        errors.Taken<Error>().ShouldHaveSingleItem().LogSource.ShouldBe(parent.Path.ToString());
    }

    [Fact]
    public void An_escalated_failure_that_is_resumed_above_resumes_the_child_as_well()
    {
        IActorRef? child = null;
        var (_, parent) = _kit.StartFamily(new OneForOneStrategy(_ => Directive.Resume), p =>
        {
            p.Strategy = () => new OneForOneStrategy(_ => Directive.Escalate);
            child = p.Context.ActorOf(Scripted.Props(Failing));
            p.On<string>(s => _log.Add("parent " + s));
        });

        child!.TellAll("fail", "child goes on");
        parent.Tell("goes on");
        _kit.RunUntilIdle();

        _log.ShouldBe(["start", "child goes on", "parent goes on"], ignoreOrder: true);
    }

    [Fact]
    public void A_failing_actor_suspends_its_children_until_the_decision_is_made()
    {
        IActorRef? child = null;
        var (_, parent) = _kit.StartFamily(new OneForOneStrategy(_ => Decide()), p =>
        {
            child = p.Context.ActorOf(Scripted.Props(Failing));
            p.FailOn("fail");
        });
        _log.Clear();

        parent.Tell("fail");
        child!.Tell("meanwhile");
        _kit.RunUntilIdle();

        _log.ShouldBe(["decided", "meanwhile"]);

        Directive Decide()
        {
            _log.Add("decided");
            return Directive.Resume;
        }
    }

    [Fact]
    public void A_failure_escalated_by_the_guardian_terminates_the_system()
    {
        var dispatcher = new DeterministicDispatcher();
        var strategy = new OneForOneStrategy(_ => Directive.Escalate);
        using var system = ActorSystem.Create("frail", new VirtualClock(), dispatcher, strategy);

        system.ActorOf(Scripted.Props(Failing)).Tell("fail");
        dispatcher.RunUntilIdle();

        system.WhenTerminated.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Logging_can_be_turned_off()
    {
        var errors = _kit.Listen<Error>();
        var (_, child) = _kit.StartFamily(new OneForOneStrategy(-1, -1, _ => Directive.Stop, loggingEnabled: false), Failing);

        child.Tell("fail");
        _kit.RunUntilIdle();

        _log.ShouldBe(["start", "stop"]);
        errors.ReceivedSoFar.ShouldBe(0);
    }
}
