using System.Globalization;

namespace ActorSweeper.Simulation.Scenarios.Language;

/// <summary>What a command line said beyond the words that make it this command.</summary>
internal sealed class CommandArguments
{
    private readonly List<(string? After, string Kind, object Value)> _values = [];
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private string? _last;

    /// <summary>The session that the command is about.</summary>
    public string Session => Word("SESSION");

    /// <summary>The message that the command is about.</summary>
    public string Message => Word("MESSAGE");

    /// <summary>The only instant that the command names; null when it names none.</summary>
    public ScenarioInstant? Instant => _values.Find(value => value.Kind == "INSTANT").Value as ScenarioInstant;

    /// <summary>How many of the language's words there were.</summary>
    public int WordCount => _words.Count;

    /// <summary>Whether one of the language's words was there.</summary>
    public bool Has(string word) => _words.Contains(word);

    /// <summary>The first of several words of the language that was there; null when none was.</summary>
    public string? Among(params IReadOnlyList<string> words) => words.FirstOrDefault(Has);

    /// <summary>The first text of a kind.</summary>
    public string Word(string kind) => (string)_values.First(value => value.Kind == kind).Value;

    /// <summary>The first text of a kind; null when there is none.</summary>
    public string? FindWord(string kind) => _values.Find(value => value.Kind == kind).Value as string;

    /// <summary>The text right after a word of the language; null when there is none.</summary>
    public string? TextAfter(string word) => _values.Find(value => value.After == word).Value as string;

    /// <summary>The number right after a word of the language; null when there is none.</summary>
    public int? NumberAfter(string word) => _values.Find(value => value.After == word).Value as int?;

    /// <summary>The duration right after a word of the language; null when there is none.</summary>
    public TimeSpan? DurationAfter(string word) => _values.Find(value => value.After == word).Value as TimeSpan?;

    /// <summary>The first duration; null when there is none.</summary>
    public TimeSpan? Duration => _values.Find(value => value.Kind is "DURATION" or "SHIFT").Value as TimeSpan?;

    /// <summary>The instant right after a word of the language; null when there is none.</summary>
    public ScenarioInstant? InstantAfter(string word) => _values.Find(value => value.After == word).Value as ScenarioInstant;

    /// <summary>The instant that does not stand right after a word of the language; null when there is none.</summary>
    public ScenarioInstant? InstantBut(string word) =>
        _values.Find(value => value.Kind == "INSTANT" && value.After != word).Value as ScenarioInstant;

    internal void Add(string word)
    {
        _words.Add(word);
        _last = word;
    }

    internal void Add(string kind, object value)
    {
        _values.Add((_last, kind, value));
        _last = null;
    }
}

/// <summary>The kinds of values that a pattern asks for, in capitals.</summary>
internal static class ValueKinds
{
    /// <summary>How each kind is read: from the words at a place, how many it took and what they mean; null when they are none.</summary>
    public static IReadOnlyDictionary<string, Func<IReadOnlyList<ScenarioWord>, int, (int Taken, object Value)?>> Readers { get; } =
        new Dictionary<string, Func<IReadOnlyList<ScenarioWord>, int, (int, object)?>>(StringComparer.Ordinal)
        {
            ["SESSION"] = Name,
            ["MESSAGE"] = Name,
            ["CONTAINER"] = Name,
            ["NAME"] = Name,
            ["TEXT"] = (words, at) => words[at].Quoted ? (1, words[at].Text) : null,
            ["NUMBER"] = (words, at) =>
                int.TryParse(Plain(words[at]), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (1, number) : null,
            ["DURATION"] = Duration,
            ["SHIFT"] = Shift,
            ["INSTANT"] = Instant,
        };

    /// <summary>What a kind looks like.</summary>
    public static string Example(string kind) => kind switch
    {
        "TEXT" => "a text in double quotes",
        "NUMBER" => "a number",
        "DURATION" => "a duration such as 90s or 1h30m",
        "SHIFT" => "a duration with a sign, such as +2h or -30s",
        "INSTANT" => "an instant such as 2m ago, in 5m, at 10m or at 2026-01-11T09:00Z",
        _ => $"a {kind.ToLowerInvariant()}'s name",
    };

    private static (int, object)? Name(IReadOnlyList<ScenarioWord> words, int at) => words[at].Text.Length > 0 ? (1, words[at].Text) : null;

    /// <summary>What <c>ago</c> follows is an instant.</summary>
    private static (int, object)? Duration(IReadOnlyList<ScenarioWord> words, int at)
    {
        if (at + 1 < words.Count && Plain(words[at + 1]) == "ago") return null;
        return ScenarioTime.Duration(Plain(words[at])) is { } duration ? (1, duration) : null;
    }

    private static (int, object)? Shift(IReadOnlyList<ScenarioWord> words, int at)
    {
        var text = Plain(words[at]);
        if (text.Length < 2 || text[0] is not ('+' or '-') || ScenarioTime.Duration(text[1..]) is not { } distance) return null;
        return (1, text[0] == '-' ? -distance : distance);
    }

    private static (int, object)? Instant(IReadOnlyList<ScenarioWord> words, int at)
    {
        var (first, second) = (Plain(words[at]), at + 1 < words.Count ? Plain(words[at + 1]) : "");
        if (first == "now") return (1, new ScenarioInstant.FromNow(TimeSpan.Zero));
        if (second == "ago" && ScenarioTime.Duration(first) is { } past) return (2, new ScenarioInstant.FromNow(-past));
        if (first == "in" && ScenarioTime.Duration(second) is { } ahead) return (2, new ScenarioInstant.FromNow(ahead));
        if (first != "at") return null;
        if (ScenarioTime.Duration(second) is { } since) return (2, new ScenarioInstant.SinceBegin(since));
        return ScenarioTime.Iso(second) is { } fixedAt ? (2, new ScenarioInstant.Fixed(fixedAt)) : null;
    }

    private static string Plain(ScenarioWord word) => word.Quoted ? "" : word.Text;
}
