namespace ActorSweeper.Actors.Tests;

public sealed class MailboxTests : IDisposable
{
    private readonly TestKit _kit = new();
    private readonly List<string> _log = [];

    public void Dispose() => _kit.Dispose();

    [Fact]
    public void A_stop_overtakes_the_messages_already_queued()
    {
        var dead = _kit.Listen<DeadLetter>();
        var actor = _kit.Start(a => a.On<string>(s =>
        {
            _log.Add(s);
            a.Context.Stop(a.Self);
        }));

        actor.TellAll("first", "second", "third");
        _kit.RunUntilIdle();

        _log.ShouldBe(["first"]);
        dead.Taken<DeadLetter>().Select(d => d.Message).ShouldBe(["second", "third"]);
    }

    [Fact]
    public void Messages_of_one_sender_arrive_in_the_order_in_which_they_were_sent()
    {
        var numbers = new List<int>();
        var actor = _kit.Start(a => a.On<int>(numbers.Add));

        for (var i = 0; i < 5000; i++) actor.Tell(i, _kit.TestActor);
        _kit.RunUntilIdle();

        numbers.ShouldBe(Enumerable.Range(0, 5000));
    }

    [Fact]
    public void One_run_handles_31_messages_before_the_next_actor_gets_its_turn()
    {
        var first = _kit.Start(a => a.OnAny(_ => _log.Add("a")));
        var second = _kit.Start(a => a.OnAny(_ => _log.Add("b")));

        for (var i = 0; i < 40; i++) first.Tell(i, null);
        second.Tell(0, null);
        _kit.RunUntilIdle();

        _log.IndexOf("b").ShouldBe(31);
        _log.Count.ShouldBe(41);
    }

    [Fact]
    public void A_null_message_is_refused_at_the_caller() =>
        Should.Throw<ArgumentNullException>(() => _kit.TestActor.Tell(null!, null));

    [Fact]
    public void Without_a_sender_the_dead_letters_stand_in()
    {
        IActorRef? sender = null;
        var actor = _kit.Start(a => a.OnAny(_ => sender = a.Sender));

        actor.Tell("anonymous");
        _kit.RunUntilIdle();

        sender.ShouldBe(_kit.Sys.DeadLetters);
        sender.IsNobody().ShouldBeTrue();
        _kit.TestActor.IsNobody().ShouldBeFalse();
    }

    [Fact]
    public void Inside_an_actor_its_own_reference_is_the_implicit_sender_and_forward_keeps_the_original()
    {
        var relay = _kit.Start(a =>
        {
            a.On<string>(s => _kit.TestActor.Tell(s));
            a.On<int>(i => _kit.TestActor.Forward(i));
        });
        var origin = _kit.CreateTestProbe();

        origin.Send(relay, "told");
        origin.Send(relay, 7);

        _kit.ExpectMsgFrom<string>(relay);
        _kit.ExpectMsgFrom<int>(origin.Ref);
    }

    [Fact]
    public void ActorOf_returns_before_the_constructor_runs_and_what_is_told_meanwhile_waits()
    {
        var actor = _kit.Sys.ActorOf(Scripted.Props(a =>
        {
            _log.Add("constructed");
            a.On<string>(_log.Add);
        }));
        actor.Tell("message");
        _log.ShouldBeEmpty();

        _kit.RunUntilIdle();

        _log.ShouldBe(["constructed", "message"]);
    }

    [Fact]
    public void A_message_to_a_dead_actor_is_a_dead_letter_with_sender_and_recipient()
    {
        var dead = _kit.Listen<DeadLetter>();
        var actor = _kit.Start(_ => { });
        _kit.Sys.Stop(actor);
        _kit.RunUntilIdle();

        actor.Tell("late", _kit.TestActor);

        var letter = dead.ExpectMsg<DeadLetter>();
        letter.Message.ShouldBe("late");
        letter.Sender.ShouldBe(_kit.TestActor);
        letter.Recipient.ShouldBe(actor);
    }

    [Fact]
    public void Constructor_errors_do_not_surface_from_ActorOf_but_reach_the_parent()
    {
        Exception? reported = null;
        var strategy = new OneForOneStrategy(e =>
        {
            reported = e;
            return Directive.Stop;
        });

        _kit.StartFamily(strategy, _ => throw new InvalidOperationException("broken"));

        reported.ShouldBeOfType<ActorInitializationException>();
    }
}
