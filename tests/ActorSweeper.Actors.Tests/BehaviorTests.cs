namespace ActorSweeper.Actors.Tests;

public sealed class BehaviorTests : IDisposable
{
    private readonly TestKit _kit = new();
    private readonly List<string> _log = [];

    public void Dispose() => _kit.Dispose();

    [Fact]
    public void Handlers_can_be_registered_in_constructor_and_Become_only()
    {
        Exception? late = null;
        var actor = _kit.Start(a => a.OnAny(_ => late = Record.Exception(() => a.On<int>(_ => { }))));

        actor.Tell("go");
        _kit.RunUntilIdle();

        late.ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public void The_first_handler_whose_type_and_condition_fit_gets_the_message()
    {
        var actor = _kit.Start(a =>
        {
            a.On<string>(s => s.StartsWith('a'), s => _log.Add("first " + s));
            a.On<string>(s =>
            {
                _log.Add("asked " + s);
                return s.StartsWith('b');
            });
            a.On<IComparable>(c => _log.Add("base " + c));
        });

        actor.TellAll("a", "b", "c", 5);
        _kit.RunUntilIdle();

        _log.ShouldBe(["first a", "asked b", "asked c", "base c", "base 5"]);
    }

    [Fact]
    public void Nothing_can_be_registered_after_a_handler_that_takes_everything()
    {
        var caught = new List<Exception?>();
        _kit.Start(a =>
        {
            a.OnAny(_ => { });
            caught.Add(Record.Exception(() => a.On<string>(_ => { })));
        });
        _kit.Start(a =>
        {
            a.On<object>(_ => { });
            caught.Add(Record.Exception(() => a.OnAny(_ => { })));
        });

        caught.ShouldAllBe(e => e is InvalidOperationException);
        caught.Count.ShouldBe(2);
    }

    [Fact]
    public void Become_replaces_the_top_and_never_the_initial_behavior()
    {
        var actor = _kit.Start(a => a.On<string>(s =>
        {
            _log.Add("initial " + s);
            if (s == "go") a.Become(() => a.On<string>(t => ToB(a, t)));
        }));

        actor.TellAll("go", "to b", "back", "x");
        _kit.RunUntilIdle();

        _log.ShouldBe(["initial go", "a to b", "b back", "initial x"]);

        void ToB(Scripted a, string text)
        {
            _log.Add("a " + text);
            a.Become(() => a.On<string>(t =>
            {
                _log.Add("b " + t);
                a.UnbecomeStacked();
            }));
        }
    }

    [Fact]
    public void Stacked_behaviors_return_one_by_one_and_the_bottom_stays()
    {
        var actor = _kit.Start(a => a.On<string>(s =>
        {
            _log.Add("bottom");
            if (s == "up") a.BecomeStacked(() => a.On<string>(_ => Second(a)));
            else a.UnbecomeStacked();
        }));

        actor.TellAll("up", "", "", "", "");
        _kit.RunUntilIdle();

        _log.ShouldBe(["bottom", "second", "third", "second", "third"]);

        void Second(Scripted a)
        {
            _log.Add("second");
            a.BecomeStacked(() => a.On<string>(_ =>
            {
                _log.Add("third");
                a.UnbecomeStacked();
            }));
        }
    }

    [Fact]
    public void Unbecome_at_the_bottom_does_nothing()
    {
        var actor = _kit.Start(a => a.On<string>(s =>
        {
            a.UnbecomeStacked();
            _log.Add(s);
        }));

        actor.TellAll("one", "two");
        _kit.RunUntilIdle();

        _log.ShouldBe(["one", "two"]);
    }

    [Fact]
    public void A_restart_returns_to_the_initial_behavior()
    {
        var actor = _kit.Start(a => a.On<string>(s =>
        {
            _log.Add("initial " + s);
            a.Become(() => a.OnAny(_ => throw new InvalidOperationException()));
        }));

        actor.TellAll("one", "fails", "two");
        _kit.RunUntilIdle();

        _log.ShouldBe(["initial one", "initial two"]);
    }

    [Fact]
    public void An_unhandled_message_is_published_and_counts_among_all_dead_letters()
    {
        var all = _kit.Listen<AllDeadLetters>();
        var actor = _kit.Start(a => a.On<int>(_ => { }));

        actor.Tell("odd", _kit.TestActor);

        var unhandled = all.ExpectMsg<UnhandledMessage>();
        unhandled.Message.ShouldBe("odd");
        unhandled.Sender.ShouldBe(_kit.TestActor);
        unhandled.Recipient.ShouldBe(actor);
        _kit.ExpectNoMsg(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void An_unhandled_Terminated_is_a_death_pact()
    {
        var errors = _kit.Listen<Error>();
        var victim = _kit.Start(_ => { });
        var watcher = _kit.Start(a => a.OnStart = () => a.Context.Watch(victim));
        _kit.Watch(watcher);

        _kit.Sys.Stop(victim);

        _kit.ExpectTerminated(watcher);
        errors.ExpectMsg<Error>().Cause.ShouldBeOfType<DeathPactException>().DeadActor.ShouldBe(victim);
    }

    [Fact]
    public void Outside_an_actor_there_is_no_context_and_no_actor_can_be_made_with_new()
    {
        Should.Throw<ActorInitializationException>(() => new Scripted(_ => { }));

        Exception? inside = null;
        Scripted? leaked = null;
        var actor = _kit.Start(a =>
        {
            leaked = a;
            a.OnAny(_ => inside = Record.Exception(() => new Scripted(_ => { })));
        });
        actor.Tell("go");
        _kit.RunUntilIdle();

        inside.ShouldBeOfType<ActorInitializationException>();
        Should.Throw<NotSupportedException>(() => leaked!.Self);
        Should.Throw<NotSupportedException>(() => leaked!.Context);
    }
}
