namespace ActorSweeper.Actors.Tests;

public sealed class EventStreamTests : IDisposable
{
    private readonly TestKit _kit = new();

    public void Dispose() => _kit.Dispose();

    private interface IAnimal;

    private class Animal : IAnimal;

    private sealed class Dog : Animal;

    [Fact]
    public void An_event_reaches_subscribers_of_its_type_its_bases_and_its_interfaces_once_each()
    {
        var probe = _kit.CreateTestProbe();
        var other = _kit.CreateTestProbe();
        foreach (var channel in new[] { typeof(Dog), typeof(Animal), typeof(IAnimal), typeof(object) })
        {
            _kit.Sys.EventStream.Subscribe(probe.Ref, channel).ShouldBeTrue();
        }

        _kit.Sys.EventStream.Subscribe<Dog>(other.Ref);
        _kit.Sys.EventStream.Publish(new Dog());
        _kit.Sys.EventStream.Publish(new Animal());

        probe.Taken<Animal>().Count.ShouldBe(2);
        other.Taken<Animal>().ShouldHaveSingleItem().ShouldBeOfType<Dog>();
        probe.LastSender.ShouldBe(_kit.Sys.DeadLetters);
    }

    [Fact]
    public void Subscribing_twice_returns_false_and_delivers_once()
    {
        _kit.Sys.EventStream.Subscribe<string>(_kit.TestActor).ShouldBeTrue();
        _kit.Sys.EventStream.Subscribe<string>(_kit.TestActor).ShouldBeFalse();

        _kit.Sys.EventStream.Publish("event");

        _kit.ExpectMsg("event");
        _kit.ReceivedSoFar.ShouldBe(0);
    }

    [Fact]
    public void A_new_subscription_counts_for_types_that_were_published_before()
    {
        _kit.Sys.EventStream.Publish("nobody hears this");
        _kit.Sys.EventStream.Subscribe<string>(_kit.TestActor);

        _kit.Sys.EventStream.Publish("event");

        _kit.ExpectMsg("event");
    }

    [Fact]
    public void Unsubscribing_ends_delivery()
    {
        _kit.Sys.EventStream.Subscribe<string>(_kit.TestActor);
        _kit.Sys.EventStream.Subscribe<int>(_kit.TestActor);
        _kit.Sys.EventStream.Unsubscribe(_kit.TestActor, typeof(string)).ShouldBeTrue();
        _kit.Sys.EventStream.Unsubscribe(_kit.TestActor, typeof(string)).ShouldBeFalse();

        _kit.Sys.EventStream.Publish("event");
        _kit.Sys.EventStream.Publish(5);
        _kit.ExpectMsg(5);

        _kit.Sys.EventStream.Unsubscribe(_kit.TestActor).ShouldBeTrue();
        _kit.Sys.EventStream.Publish(6);
        _kit.RunUntilIdle();
        _kit.ReceivedSoFar.ShouldBe(0);
    }

    [Fact]
    public void A_dead_subscriber_is_removed()
    {
        var dead = _kit.Listen<DeadLetter>();
        var actor = _kit.Start(_ => { });
        _kit.Sys.EventStream.Subscribe<string>(actor);
        _kit.Sys.Stop(actor);
        _kit.RunUntilIdle();

        _kit.Sys.EventStream.Publish("event");
        _kit.Sys.EventStream.Subscribe<int>(actor);
        _kit.Sys.EventStream.Publish(5);
        _kit.RunUntilIdle();

        dead.ReceivedSoFar.ShouldBe(0);
        _kit.Sys.EventStream.Unsubscribe(actor).ShouldBeFalse();
    }
}
