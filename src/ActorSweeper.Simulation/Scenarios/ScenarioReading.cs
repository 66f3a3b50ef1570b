using ActorSweeper.Simulation.Scenarios.Commands;
using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Scenarios;

/// <summary>One reading of one file: head, settings, time line, transcript. What is wrong is noted, and reading goes on.</summary>
/// <param name="lines">The file's lines, without blanks at their ends.</param>
/// <param name="rule">The index of the line that divides the time line from the transcript; null when there is none.</param>
/// <param name="path">The file, as errors name it.</param>
internal sealed class ScenarioReading(IReadOnlyList<string> lines, int? rule, string path)
{
    /// <summary>What is no command to the world: settings, and the times themselves.</summary>
    public static readonly IReadOnlyList<string> OwnForms =
    [
        "settings { HOCON }",
        "settings from PRESET { HOCON }",
        "begin INSTANT",
        "at DURATION [COMMAND]",
        "+DURATION [COMMAND]",
        "advance DURATION",
    ];

    private const string Settings = "settings";

    private readonly int _end = rule ?? lines.Count;
    private readonly List<string> _problems = [];
    private readonly List<ScenarioStep> _steps = [];
    private DateTimeOffset _begin = Scenario.UsualBegin;
    private TimeSpan? _time;
    private int _at;

    /// <summary>Reads it.</summary>
    /// <exception cref="ScenarioException">Something cannot be read.</exception>
    public Scenario Read()
    {
        var head = ReadHead();
        var settings = ReadFirstSettings();
        while (_at < _end) ReadLine();
        if (_problems.Count > 0) throw new ScenarioException(_problems);
        var script = new ScenarioScript(_steps, _time ?? TimeSpan.Zero, Transcript(), _end + 2);
        return new Scenario(path, head, settings, _begin, script);
    }

    private List<string> ReadHead()
    {
        while (_at < _end && !IsSettings(lines[_at])) _at++;
        if (_at == _end)
        {
            throw new ScenarioException(
                path, 1, "there is no block of settings; expected 'settings { ... }' after the head, or 'settings {}' for the defaults");
        }

        var head = lines.Take(_at).Where(line => line.Length > 0).ToList();
        if (head.Count == 0)
            throw new ScenarioException(path, 1, "the file begins without a title: expected a line that says what it shows");
        return head;
    }

    private SettingsBlock ReadFirstSettings()
    {
        var number = _at + 1;
        try
        {
            return ReadSettings(lines[_at]);
        }
        catch (ScenarioMistakeException mistake)
        {
            throw new ScenarioException(path, number, mistake.Message);
        }
    }

    private List<string>? Transcript()
    {
        if (rule is not { } line) return null;
        var transcript = lines.Skip(line + 1).ToList();
        while (transcript.Count > 0 && transcript[^1].Length == 0) transcript.RemoveAt(transcript.Count - 1);
        return transcript;
    }

    private void ReadLine()
    {
        var number = _at + 1;
        try
        {
            var rest = TakeTime(lines[_at].Trim());
            if (IsSettings(rest)) ReadReload(rest, number);
            else ReadCommand(ScenarioWords.Of(rest), number);
        }
        catch (ScenarioMistakeException mistake)
        {
            _problems.Add($"{path}:{number}: {mistake.Message}");
        }

        _at = Math.Max(_at, number);
    }

    // --- commands ---

    private void ReadCommand(IReadOnlyList<ScenarioWord> words, int number)
    {
        if (words.Count == 0) return;
        switch (words[0])
        {
            case { Quoted: false, Text: "advance" }:
                Advance(words);
                return;
            case { Quoted: false, Text: "begin" }:
                Begin(words);
                return;
        }

        var (form, arguments) = CommandForms.Match(words);
        if (form.When == CommandTime.BeforeHost && _time is not null)
            throw new ScenarioMistakeException($"'{form.Pattern.Text}' stands before the first time: the host has started already");
        if (form.When == CommandTime.OnTimeLine && _time is null)
        {
            throw new ScenarioMistakeException(
                $"'{form.Pattern.Text}' needs a time: expected 'at 0s {words[0]} ...'; before the first time the host has not started");
        }

        _steps.Add(new ScenarioStep.Command(number, _time, form, arguments));
    }

    private void Advance(IReadOnlyList<ScenarioWord> words)
    {
        if (words.Count != 2 || ScenarioTime.Duration(words[1].Text) is not { } distance)
            throw new ScenarioMistakeException("expected 'advance DURATION', such as 'advance 10m'");
        _time = (_time ?? TimeSpan.Zero) + distance;
    }

    private void Begin(IReadOnlyList<ScenarioWord> words)
    {
        if (words.Count != 2 || ScenarioTime.Iso(words[1].Text) is not { } begin)
            throw new ScenarioMistakeException("expected 'begin INSTANT', such as 'begin 2026-03-08T09:00Z'");
        if (_steps.Count > 0 || _time is not null) throw new ScenarioMistakeException("'begin' stands before all other commands");
        _begin = begin;
    }

    // --- times ---

    /// <summary>Takes the time off the beginning of a line.</summary>
    /// <returns>The rest of the line.</returns>
    private string TakeTime(string line)
    {
        var (first, rest) = Split(line);
        if (first == "at")
        {
            (var time, rest) = Split(rest);
            if (ScenarioTime.Duration(time) is not { } at)
                throw new ScenarioMistakeException($"'{line}': expected a time since the beginning after 'at', such as 'at 61s'");
            if (at < _time)
            {
                throw new ScenarioMistakeException(
                    $"'at {time}' goes back: the commands above are at {_time.Value.TotalSeconds} s already");
            }

            _time = at;
            return rest;
        }

        if (!first.StartsWith('+')) return line;
        if (ScenarioTime.Duration(first[1..]) is not { } distance)
            throw new ScenarioMistakeException($"'{first}': expected a time since the command before, such as '+30s'");
        _time = (_time ?? TimeSpan.Zero) + distance;
        return rest;
    }

    private static (string First, string Others) Split(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? (line, "") : (line[..blank], line[blank..].TrimStart());
    }

    // --- settings ---

    private void ReadReload(string line, int number)
    {
        if (_time is null)
        {
            throw new ScenarioMistakeException(
                "settings stand before the commands, or have a time: expected 'at 5m settings { ... }'");
        }

        _steps.Add(new ScenarioStep.Reload(number, _time, ReadSettings(line)));
    }

    /// <summary>Reads the block of settings that begins on this line; it ends on it, or with a brace at the beginning of a line.</summary>
    /// <param name="line">The line without its time.</param>
    private SettingsBlock ReadSettings(string line)
    {
        var (first, open) = (_at, line.IndexOf('{', StringComparison.Ordinal));
        if (open < 0) throw new ScenarioMistakeException("expected 'settings {', and the block's end as '}' at the beginning of a line");
        var preset = line[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [_] => null,
            [_, "from", var name] => name,
            _ => throw new ScenarioMistakeException("expected 'settings {' or 'settings from PRESET {'"),
        };
        if (!line.EndsWith('}'))
        {
            do _at++;
            while (_at < _end && lines[_at] != "}");
            if (_at == _end)
                throw new ScenarioMistakeException("the block of settings has no end: expected '}' at the beginning of a line");
        }

        // Its lines keep their numbers, so that what is wrong in it is found.
        var text = string.Join('\n', lines.Skip(first + 1).Take(_at - first).Prepend("actorsweeper " + line[open..]));
        _at++;
        return new SettingsBlock(path, first + 1, preset, new string('\n', first) + text);
    }

    private static bool IsSettings(string line) => line.StartsWith(Settings, StringComparison.Ordinal)
        && line[Settings.Length..].TrimStart() is ['{', ..] or ['f', 'r', 'o', 'm', ' ', ..];
}
