using System.Globalization;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>Numbers as people write them: <c>3,17,40-44</c>; <c>none</c> for none.</summary>
public static class IndexList
{
    private const int Most = 10_000_000;

    /// <summary>Writes the numbers in their order, neighbours as a range.</summary>
    public static string Write(IEnumerable<int> numbers)
    {
        var parts = new List<string>();
        var sorted = numbers.Order().ToList();
        for (var from = 0; from < sorted.Count;)
        {
            var to = from;
            while (to + 1 < sorted.Count && sorted[to + 1] <= sorted[to] + 1) to++;
            parts.Add(string.Create(
                CultureInfo.InvariantCulture, $"{sorted[from]}{(sorted[to] > sorted[from] ? $"-{sorted[to]}" : "")}"));
            from = to + 1;
        }

        return parts.Count == 0 ? "none" : string.Join(',', parts);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null when it is no such list.</summary>
    public static IReadOnlyList<int>? Read(string text)
    {
        if (text == "none") return [];
        var numbers = new SortedSet<int>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !IsNumber(ends[0], out var from) || !IsNumber(ends[^1], out var to)) return null;
            if (to < from || to > Most) return null;
            for (var number = from; number <= to; number++) numbers.Add(number);
        }

        return [.. numbers];
    }

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
