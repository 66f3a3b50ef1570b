namespace ActorSweeper.Actors.Tests;

public sealed class StashTests : IDisposable
{
    private readonly TestKit _kit = new();
    private readonly List<string> _log = [];

    public void Dispose() => _kit.Dispose();

    private IActorRef Start(Action<ScriptedWithStash> script)
    {
        var actor = _kit.Sys.ActorOf(Props.Create(() => new ScriptedWithStash(script)));
        _kit.RunUntilIdle();
        return actor;
    }

    [Fact]
    public void Inside_the_constructor_the_timers_are_set_and_the_stash_is_not()
    {
        ITimerScheduler? timers = null;
        IStash? stash = null, later = null;
        Start(a =>
        {
            (timers, stash) = (a.Timers, a.Stash);
            a.OnStart = () => later = a.Stash;
        });

        timers.ShouldNotBeNull();
        stash.ShouldBeNull();
        later.ShouldNotBeNull();
    }

    [Fact]
    public void Unstashed_messages_come_first_in_their_order_and_with_their_senders()
    {
        var probe = _kit.CreateTestProbe();
        var senders = new List<IActorRef>();
        var actor = Start(a => a.On<string>(s =>
        {
            if (s == "open") Open(a);
            else a.Stash.Stash();
        }));

        actor.Tell("one", _kit.TestActor);
        actor.Tell("two", probe.Ref);
        actor.TellAll("open", "three");
        _kit.RunUntilIdle();

        _log.ShouldBe(["one", "two", "three"]);
        senders.ShouldBe([_kit.TestActor, probe.Ref, _kit.Sys.DeadLetters]);

        void Open(ScriptedWithStash a)
        {
            a.Stash.UnstashAll();
            a.Become(() => a.On<string>(s =>
            {
                _log.Add(s);
                senders.Add(a.Sender);
            }));
        }
    }

    [Fact]
    public void Unstash_returns_the_oldest_message_only()
    {
        var actor = Start(a => a.On<string>(s =>
        {
            if (s != "open")
            {
                a.Stash.Stash();
                return;
            }

            a.Stash.Unstash();
            a.Become(() => a.On<string>(_log.Add));
        }));

        actor.TellAll("one", "two", "open");
        _kit.RunUntilIdle();

        _log.ShouldBe(["one"]);
    }

    [Fact]
    public void The_same_message_cannot_be_stashed_twice_but_again_after_it_came_back()
    {
        Exception? twice = null, again = null;
        var rounds = 0;
        var actor = Start(a =>
        {
            a.On<int>(_ => a.Stash.UnstashAll());
            a.On<string>(_ =>
            {
                again = Record.Exception(a.Stash.Stash);
                if (rounds++ == 0) twice = Record.Exception(a.Stash.Stash);
            });
        });

        actor.TellAll("m", 1);
        _kit.RunUntilIdle();

        rounds.ShouldBe(2);
        twice.ShouldBeOfType<IllegalActorStateException>();
        again.ShouldBeNull();
    }

    [Fact]
    public void At_a_restart_stashed_messages_come_before_the_mailbox_even_when_PreRestart_is_overridden()
    {
        var incarnation = 0;
        var actor = Start(a =>
        {
            var first = ++incarnation == 1;
            a.InsteadOfPreRestart = (_, _) => { };
            a.FailOn("fail");
            a.On<string>(s =>
            {
                if (first) a.Stash.Stash();
                else _log.Add(s);
            });
        });

        actor.TellAll("stashed", "fail", "queued");
        _kit.RunUntilIdle();

        _log.ShouldBe(["stashed", "queued"]);
    }

    [Fact]
    public void At_the_end_stashed_messages_become_dead_letters()
    {
        var dead = _kit.Listen<DeadLetter>();
        var actor = Start(a => a.On<string>(_ => a.Stash.Stash()));

        actor.TellAll("one", "two");
        _kit.RunUntilIdle();
        _kit.Sys.Stop(actor);

        dead.Taken<DeadLetter>().Select(d => d.Message).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void A_stashed_timer_message_comes_back_as_itself()
    {
        var stashed = false;
        var actor = Start(a =>
        {
            a.OnStart = () => a.Timers.StartSingleTimer("k", "tick", TimeSpan.FromSeconds(1));
            a.On<string>(s =>
            {
                if (!stashed) a.Stash.Stash();
                else _log.Add(s);
                stashed = true;
            });
            a.On<int>(_ => a.Stash.UnstashAll());
        });

        _kit.Clock!.Advance(TimeSpan.FromSeconds(1));
        actor.Tell(1);
        _kit.RunUntilIdle();

        _log.ShouldBe(["tick"]);
    }
}
