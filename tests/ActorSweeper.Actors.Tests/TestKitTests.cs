namespace ActorSweeper.Actors.Tests;

public sealed class TestKitTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestKit _kit = new();

    public void Dispose() => _kit.Dispose();

    private static void Fails(Action action) => Should.Throw<ExpectationFailedException>(action);

    [Fact]
    public void The_first_message_must_be_the_expected_one()
    {
        _kit.TestActor.TellAll("one", 2, 3, "four");

        Fails(() => _kit.ExpectMsg<int>());
        _kit.ExpectMsg(2);
        Fails(() => _kit.ExpectMsg<int>(n => n > 3));
        Fails(() => _kit.ExpectMsg("five"));
        Fails(() => _kit.ExpectMsg<string>());
    }

    [Fact]
    public void Expecting_goes_from_timer_to_timer_and_no_further_than_the_message()
    {
        _kit.Start(a =>
        {
            a.Timers.StartSingleTimer("k", "tick", Second);
            a.On<string>(s => _kit.TestActor.Tell(s));
        });

        _kit.ExpectMsg("tick");

        _kit.Clock!.GetElapsedTime(0).ShouldBe(Second);
    }

    [Fact]
    public void Expecting_nothing_lets_the_time_pass_and_fails_when_something_comes()
    {
        _kit.ExpectNoMsg(Second);
        _kit.Clock!.GetElapsedTime(0).ShouldBe(Second);

        _kit.TestActor.Tell("surprise");
        Fails(() => _kit.ExpectNoMsg(Second));
    }

    [Fact]
    public void A_message_later_than_the_wait_is_not_waited_for()
    {
        _kit.Start(a =>
        {
            a.Timers.StartSingleTimer("k", "tick", TimeSpan.FromSeconds(2));
            a.On<string>(s => _kit.TestActor.Tell(s));
        });

        Fails(() => _kit.ExpectMsg<string>(Second));
        _kit.ExpectMsg<string>(Second);
    }

    [Fact]
    public void The_sender_can_be_expected_too()
    {
        var probe = _kit.CreateTestProbe("probe");
        probe.Send(_kit.TestActor, 1);
        probe.Send(_kit.TestActor, 2);

        _kit.ExpectMsgFrom<int>(probe.Ref);
        Fails(() => _kit.ExpectMsgFrom<int>(_kit.TestActor));
        probe.Ref.Path.Name.ShouldBe("probe");
    }

    [Fact]
    public void Several_messages_can_be_received_and_too_few_fail()
    {
        _kit.TestActor.TellAll(1, 2, 3);

        _kit.ReceiveN(2).ShouldBe([1, 2]);
        Fails(() => _kit.ReceiveN(2, Second));
    }

    [Fact]
    public void Fishing_skips_what_does_not_fit()
    {
        _kit.TestActor.TellAll(1, "two", 3, 4);

        _kit.FishForMessage<int>(n => n > 2).ShouldBe(3);
        _kit.ExpectMsg(4);
        Fails(() => _kit.FishForMessage<int>(_ => true, Second));
    }

    [Fact]
    public void A_probe_replies_to_the_last_sender()
    {
        var probe = _kit.CreateTestProbe();
        probe.Ref.Tell("question", _kit.TestActor);
        probe.ExpectMsg("question");

        probe.Reply("answer");

        _kit.ExpectMsgFrom<string>(probe.Ref);
    }

    [Fact]
    public void Within_caps_the_waits_inside_and_fails_when_it_takes_longer()
    {
        Fails(() => _kit.Within(Second, () => _kit.ExpectMsg<string>()));
        _kit.Clock!.GetElapsedTime(0).ShouldBe(Second);

        Fails(() => _kit.Within(Second, () => _kit.Clock.Advance(TimeSpan.FromSeconds(2))));
        _kit.Within(Second, () => _kit.Clock.Advance(Second));
    }

    [Fact]
    public void An_awaited_assertion_is_repeated_in_virtual_time()
    {
        _kit.AwaitAssert(() => _kit.Clock!.GetElapsedTime(0).ShouldBeGreaterThan(Second));
        _kit.Clock!.GetElapsedTime(0).ShouldBe(TimeSpan.FromSeconds(1.1));

        Fails(() => _kit.AwaitAssert(() => false.ShouldBeTrue(), Second));
        Fails(() => _kit.AwaitCondition(() => false, Second));
    }

    [Fact]
    public void A_kit_on_the_thread_pool_waits_in_real_time()
    {
        using var kit = new TestKit(ActorSystem.Create("real"));
        var echo = kit.Sys.ActorOf(Scripted.Props(a => a.OnAny(m => a.Sender.Tell(m))));

        echo.Tell("hello", kit.TestActor);
        kit.ExpectMsg("hello", TimeSpan.FromSeconds(30));
        kit.Watch(echo);
        echo.Tell(PoisonPill.Instance);

        kit.ExpectTerminated(echo, TimeSpan.FromSeconds(30));
        kit.AwaitCondition(() => kit.ReceivedSoFar == 0);
        Fails(() => kit.ExpectMsg<string>(TimeSpan.Zero));
    }
}
