namespace ActorSweeper.Actors.Tests;

public sealed class NamesAndPropsTests : IDisposable
{
    private readonly TestKit _kit = new();

    public void Dispose() => _kit.Dispose();

    [Fact]
    public void Constructor_arguments_are_evaluated_once_and_shared_by_siblings_and_restarts()
    {
        var evaluations = 0;
        Func<object> evaluate = () =>
        {
            evaluations++;
            return new();
        };

        var seen = new List<object>();
        var props = Props.Create(() => new Keeper(evaluate(), seen));
        var first = _kit.Sys.ActorOf(props);
        _kit.Sys.ActorOf(props);
        first.Tell("fail");
        _kit.RunUntilIdle();

        evaluations.ShouldBe(1);
        seen.Count.ShouldBe(3);
        seen.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void A_name_is_unique_among_siblings()
    {
        _kit.Sys.ActorOf(Scripted.Props(_ => { }), "c");

        Should.Throw<InvalidActorNameException>(() => _kit.Sys.ActorOf(Scripted.Props(_ => { }), "c"))
            .Message.ShouldBe("Actor name \"c\" is not unique!");
    }

    [Theory]
    [InlineData("")]
    [InlineData("$a")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("é")]
    public void A_name_that_is_not_allowed_is_refused(string name) =>
        Should.Throw<InvalidActorNameException>(() => _kit.Sys.ActorOf(Scripted.Props(_ => { }), name));

    [Fact]
    public void Actors_without_a_name_get_generated_ones_that_are_never_reused()
    {
        var first = _kit.Start(_ => { });
        _kit.Sys.Stop(first);
        _kit.RunUntilIdle();

        var second = _kit.Start(_ => { });

        first.Path.Name.ShouldBe("$a");
        second.Path.Name.ShouldBe("$b");
    }

    [Fact]
    public void More_than_64_generated_names_differ() =>
        Enumerable.Range(0, 10_000).Select(i => ActorNames.Generate(i)).Distinct().Count().ShouldBe(10_000);

    [Fact]
    public void A_name_is_taken_until_the_parent_has_learned_of_the_death()
    {
        Exception? atOnce = null;
        IActorRef? again = null;
        var parent = _kit.Start(p =>
        {
            p.On<string>(_ =>
            {
                var child = p.Context.Watch(p.Context.ActorOf(Scripted.Props(_ => { }), "c"));
                p.Context.Stop(child);
                atOnce = Record.Exception(() => p.Context.ActorOf(Scripted.Props(_ => { }), "c"));
            });
            p.On<Terminated>(_ => again = p.Context.ActorOf(Scripted.Props(_ => { }), "c"));
        });

        parent.Tell("go");
        _kit.RunUntilIdle();

        atOnce.ShouldBeOfType<InvalidActorNameException>();
        again.ShouldNotBeNull();
    }

    [Fact]
    public void A_later_incarnation_under_the_same_name_has_another_reference()
    {
        var first = _kit.Start(_ => { }, "same");
        _kit.Sys.Stop(first);
        _kit.RunUntilIdle();
        var second = _kit.Start(_ => { }, "same");

        second.Path.ToString().ShouldBe(first.Path.ToString());
        second.Equals(first).ShouldBeFalse();
        second.Path.ShouldNotBe(first.Path);
    }

    [Fact]
    public void A_restart_keeps_reference_and_mailbox()
    {
        var handled = new List<string>();
        var selves = new List<IActorRef>();
        var actor = _kit.Start(a =>
        {
            a.OnStart = () => selves.Add(a.Self);
            a.FailOn("fail");
            a.On<string>(handled.Add);
        });

        actor.TellAll("one", "fail", "two");
        _kit.RunUntilIdle();

        handled.ShouldBe(["one", "two"]);
        selves.ShouldBe([actor, actor]);
    }

    [Fact]
    public void No_child_can_be_created_while_the_parent_ends()
    {
        Exception? refused = null;
        var parent = _kit.Start(p => p.OnStop = () => refused = Record.Exception(() => p.Context.ActorOf(Scripted.Props(_ => { }))));

        _kit.Sys.Stop(parent);
        _kit.RunUntilIdle();

        refused.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("Cannot create child while terminating or terminated");
    }

    [Fact]
    public void An_unknown_child_is_nobody_and_a_known_one_is_found()
    {
        IActorRef? unknown = null, known = null, child = null;
        var parent = _kit.Start(p => p.OnAny(_ =>
        {
            child = p.Context.ActorOf(Scripted.Props(_ => { }), "known");
            unknown = p.Context.Child("unknown");
            known = p.Context.Child("known");
        }));

        parent.Tell("go");
        _kit.RunUntilIdle();

        unknown.ShouldBe(ActorRefs.Nobody);
        known.ShouldBe(child);
        child!.Path.ToString().ShouldBe("akka://test/user/$a/known");
        child.Path.ToStringWithoutAddress().ShouldBe("/user/$a/known");
    }

    [Fact]
    public void A_body_that_is_not_a_plain_constructor_call_runs_for_each_instance()
    {
        var seen = new List<object>();
        var props = Props.Create<ActorBase>(() => (ActorBase)new Keeper(new object(), seen));

        _kit.Sys.ActorOf(props);
        _kit.Sys.ActorOf(props);
        _kit.RunUntilIdle();

        seen.Distinct().Count().ShouldBe(2);
    }

    private sealed class Keeper : ReceiveActor
    {
        public Keeper(object argument, List<object> seen)
        {
            seen.Add(argument);
            Receive<string>(_ => throw new InvalidOperationException());
        }
    }
}
