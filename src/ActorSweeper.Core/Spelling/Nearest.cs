namespace ActorSweeper.Core.Spelling;

/// <summary>Finds what somebody who mistyped a word may have meant.</summary>
public static class Nearest
{
    private const int MinBeginning = 3;

    /// <summary>The most similar known word, or the one that it begins; null when none is what may have been meant.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var words = known.ToList();
        var begun = word.Length < MinBeginning
            ? []
            : words.Where(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase)).ToList();
        if (begun.Count == 1) return begun[0];
        var (nearest, distance) = words
            .Select(candidate => (candidate, distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(scored => scored.distance)
            .ThenBy(scored => scored.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest is not null && distance <= Math.Max(1, Math.Min(word.Length, nearest.Length) / 3) ? nearest : null;
    }

    /// <summary>How many letters have to be inserted, removed, replaced or swapped with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                var same = left[i - 1] == right[j - 1];
                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[left.Length, right.Length];
    }
}
