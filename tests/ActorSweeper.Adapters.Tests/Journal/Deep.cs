using System.Collections;
using System.Reflection;

namespace ActorSweeper.Adapters.Tests.Journal;

/// <summary>Compares values member by member, lists and all.</summary>
internal static class Deep
{
    /// <summary>The path of the first member in which two values differ; null when they are the same.</summary>
    public static string? Difference(object? one, object? other, string path = "")
    {
        if (one is null || other is null)
            return ReferenceEquals(one, other) ? null : $"{path}: {one ?? "nothing"} and {other ?? "nothing"}";
        if (one is IDictionary pairs && other is IDictionary others)
            return OfPairs(pairs, others, path);
        if (one is not string && one is IEnumerable list && other is IEnumerable second)
            return OfLists([.. list.Cast<object?>()], [.. second.Cast<object?>()], path);
        if (one.GetType() != other.GetType())
            return $"{path}: {one.GetType()} and {other.GetType()}";
        if (one is IComparable)
            return one.Equals(other) ? null : $"{path}: {one} and {other}";
        return one.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Select(property => Difference(property.GetValue(one), property.GetValue(other), $"{path}.{property.Name}"))
            .FirstOrDefault(static difference => difference is not null);
    }

    public static void ShouldBeSameAs(this object? actual, object? expected) => Difference(expected, actual).ShouldBeNull();

    private static string? OfPairs(IDictionary one, IDictionary other, string path) => one.Count != other.Count
        ? $"{path}: {one.Count} and {other.Count} pairs"
        : one.Keys.Cast<object>()
            .Select(key => Difference(one[key], other.Contains(key) ? other[key] : null, $"{path}[{key}]"))
            .FirstOrDefault(static difference => difference is not null);

    private static string? OfLists(List<object?> one, List<object?> other, string path) => one.Count != other.Count
        ? $"{path}: {one.Count} and {other.Count} items"
        : one.Select((item, index) => Difference(item, other[index], $"{path}[{index}]"))
            .FirstOrDefault(static difference => difference is not null);
}
