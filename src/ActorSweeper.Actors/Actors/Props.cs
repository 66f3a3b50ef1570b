using System.Linq.Expressions;
using System.Reflection;

namespace ActorSweeper.Actors;

/// <summary>The recipe for an actor. Immutable; one can be used for any number of actors.</summary>
public sealed class Props
{
    private readonly Func<ActorBase> _make;

    internal Props(Type type, Func<ActorBase> make, SupervisorStrategy? strategy) =>
        (Type, _make, SupervisorStrategy) = (type, make, strategy);

    /// <summary>The actor's class.</summary>
    public Type Type { get; }

    /// <summary>Used instead of the actor's own strategy; null for the actor's own.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; }

    /// <summary>Takes a lambda of the form <c>() => new MyActor(a, b)</c>. The arguments are evaluated now, once, and the same objects
    /// go to every actor made from it and to every restart. Any other body is run anew for each instance.</summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase =>
        new(typeof(TActor), factory.Body is NewExpression body ? FromConstructor(body) : factory.Compile(), supervisorStrategy);

    /// <summary>The same recipe with a strategy for the actor's children.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) => new(Type, _make, supervisorStrategy);

    internal ActorBase NewActor()
    {
        try
        {
            return _make();
        }
        catch (Exception cause)
        {
            throw new TypeLoadException($"Error while creating actor instance of type {Type}", cause);
        }
    }

    private static Func<ActorBase> FromConstructor(NewExpression body)
    {
        var arguments = body.Arguments.Select(Evaluate).ToArray();
        var constructor = ConstructorInvoker.Create(body.Constructor!);
        return () =>
        {
            try { return (ActorBase)constructor.Invoke(arguments.AsSpan()); }
            catch (Exception cause) when (cause is not TargetInvocationException) { throw new TargetInvocationException(cause); }
        };
    }

    private static object? Evaluate(Expression argument) =>
        Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile(preferInterpretation: true)();
}
