using System.Collections;
using System.Collections.Immutable;
using System.Reflection;

namespace ActorSweeper.Adapters.Tests.Journal;

/// <summary>
/// Makes values in which every member is set, by reflection: a member or a kind that is added later is filled as well, and one of a
/// type that nobody has thought of fails the tests.
/// </summary>
/// <param name="draws">Chooses the values.</param>
/// <param name="spread">How many different ones there are of each type: few make events that concern each other.</param>
internal sealed class Filled(Random draws, int spread = int.MaxValue)
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The types of which there were values.</summary>
    public HashSet<Type> Seen { get; } = [];

    public T Of<T>() => (T)Of(typeof(T));

    public object Of(Type type)
    {
        _ = Seen.Add(type);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying);
        if (type.IsEnum)
            return Pick(Enum.GetValues(type).Cast<object>().ToList());
        if (type.IsGenericType)
            return OfGeneric(type.GetGenericTypeDefinition(), type.GetGenericArguments());
        return OfPlain(type) ?? (type.IsAbstract ? Of(Pick(type.GetNestedTypes())) : OfRecord(type));
    }

    private object? OfPlain(Type type) => type switch
    {
        _ when type == typeof(string) => $"text \"{Number()}\" ü\n\0",
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) => (int)Number(),
        _ when type == typeof(long) => spread < int.MaxValue ? Number() : Number() << 32 | Number(),
        _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(Number() * 10_000_019 + 1),
        _ when type == typeof(DateTimeOffset) => Begin.AddTicks(Number() * 10_000_019 + 1),
        _ => null,
    };

    private object OfGeneric(Type definition, Type[] arguments)
    {
        if (definition == typeof(IReadOnlyList<>))
        {
            // One where values repeat: no session has two messages of one name.
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(arguments))!;
            for (var count = spread < int.MaxValue ? 1 : draws.Next(1, 4); count > 0; count--)
                _ = list.Add(Of(arguments[0]));
            return list;
        }
        if (definition == typeof(ImmutableDictionary<,>))
        {
            var pairs = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            for (var count = draws.Next(1, 4); count > 0; count--)
                pairs[Of(arguments[0])] = Of(arguments[1]);
            return Immutable.MakeGenericMethod(arguments).Invoke(null, [pairs])!;
        }
        throw new NotSupportedException($"Say here how a {definition} is filled.");
    }

    private static MethodInfo Immutable { get; } = typeof(ImmutableDictionary).GetMethods().Single(static method =>
        method.Name == nameof(ImmutableDictionary.ToImmutableDictionary)
        && method.GetGenericArguments().Length == 2
        && method.GetParameters().Length == 1
        && method.GetParameters()[0].ParameterType.GetGenericTypeDefinition() == typeof(IEnumerable<>));

    private object OfRecord(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(static candidate => candidate.GetParameters().Length);
        if (constructor is null)
            throw new NotSupportedException($"Say here how a {type} is filled.");
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType))]);
    }

    private long Number() => draws.Next(1, spread);

    private T Pick<T>(IReadOnlyList<T> from) => from[draws.Next(from.Count)];
}
