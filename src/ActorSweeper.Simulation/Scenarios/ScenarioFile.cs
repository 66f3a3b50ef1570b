using ActorSweeper.Simulation.Scenarios.Commands;
using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Scenarios;

/// <summary>Reads scenario files, and writes their transcripts anew. The language is documented in tests/scenarios/README.md.</summary>
public static class ScenarioFile
{
    private const string SettingsWord = "settings";
    private const int ShortestRule = 4;

    /// <summary>Reads a scenario.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">The file, as errors name it.</param>
    /// <exception cref="ScenarioException">Something in it cannot be read: it names all lines that are wrong.</exception>
    public static Scenario Parse(string text, string path) => new Reading(Lines(text), path).Read();

    /// <summary>The file's text with another transcript.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="transcript">The lines of the transcript.</param>
    public static string Rewrite(string text, IReadOnlyList<string> transcript)
    {
        var lines = Lines(text);
        var kept = lines.Take(RuleOf(lines) ?? lines.Count).ToList();
        while (kept.Count > 0 && kept[^1].Trim().Length == 0) kept.RemoveAt(kept.Count - 1);
        return string.Join('\n', kept.Append("").Append("----").Concat(transcript)) + "\n";
    }

    /// <summary>All forms of commands, as the documentation spells them.</summary>
    internal static IEnumerable<string> Forms =>
        CommandForms.All.Select(form => form.Pattern.Text).Concat([.. Reading.OwnForms]);

    private static List<string> Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd())];

    private static int? RuleOf(List<string> lines)
    {
        var rule = lines.FindIndex(line => line.Length >= ShortestRule && line.All(character => character == '-'));
        return rule < 0 ? null : rule;
    }

    /// <summary>One reading of one file.</summary>
    private sealed class Reading(List<string> lines, string path)
    {
        /// <summary>What is no command to the world: settings and the times themselves.</summary>
        public static readonly IReadOnlyList<string> OwnForms =
        [
            "settings { HOCON }", "settings from PRESET { HOCON }", "begin INSTANT", "at DURATION [COMMAND]", "+DURATION [COMMAND]", "advance DURATION",
        ];

        private readonly List<string> _problems = [];
        private readonly List<ScenarioStep> _steps = [];
        private DateTimeOffset _begin = Scenario.UsualBegin;
        private TimeSpan? _time;
        private int _at;

        public Scenario Read()
        {
            var rule = RuleOf(lines);
            var end = rule ?? lines.Count;
            var head = Head(end);
            var settings = ReadBlock(end);
            while (_at < end) ReadLine(end);
            if (_problems.Count > 0) throw new ScenarioException(_problems);
            var script = new ScenarioScript(_steps, _time ?? TimeSpan.Zero, Transcript(rule), end + 2);
            return new Scenario(path, head, settings, _begin, script);
        }

        private List<string> Head(int end)
        {
            for (; _at < end && !IsSettings(lines[_at]); _at++)
            {
                // Without the block the whole file would be prose.
            }

            if (_at == end)
            {
                throw new ScenarioException(
                    path, 1, "there is no block of settings; expected 'settings { ... }' after the head, or 'settings {}' for the defaults");
            }

            var head = lines.Take(_at).Where(line => line.Length > 0).ToList();
            return head.Count > 0 ? head : throw new ScenarioException(path, 1, "the file begins without a title: expected a line that says what it shows");
        }

        private List<string>? Transcript(int? rule)
        {
            if (rule is not { } line) return null;
            var transcript = lines.Skip(line + 1).ToList();
            while (transcript.Count > 0 && transcript[^1].Length == 0) transcript.RemoveAt(transcript.Count - 1);
            return transcript;
        }

        private void ReadLine(int end)
        {
            var number = _at + 1;
            try
            {
                var words = ScenarioWords.Of(IsSettings(Untimed(lines[_at])) ? Untimed(lines[_at]).Split('{')[0] : lines[_at]);
                words = TakeTime(lines[_at], words);
                if (words.Count == 0) _at++;
                else if (words[0] is { Quoted: false, Text: SettingsWord }) _steps.Add(new ScenarioStep.Reload(number, Timed(), ReadBlock(end)));
                else ReadCommand(words, number);
            }
            catch (ScenarioMistakeException mistake)
            {
                _problems.Add($"{path}:{number}: {mistake.Message}");
                _at = Math.Max(_at, number);
            }
        }

        private TimeSpan Timed() => _time ?? throw new ScenarioMistakeException("settings stand before the commands, or have a time: expected 'at 5m settings { ... }'");

        private void ReadCommand(IReadOnlyList<ScenarioWord> words, int number)
        {
            _at++;
            if (words[0].Text == "advance") Advance(words);
            else if (words[0].Text == "begin") Begin(words);
            else
            {
                var (form, arguments) = CommandForms.Match(words);
                if (form.When == CommandTime.BeforeHost && _time is not null)
                    throw new ScenarioMistakeException($"'{form.Pattern.Text}' stands before the first time: the host has started already");
                if (form.When == CommandTime.OnTimeLine && _time is null)
                    throw new ScenarioMistakeException($"'{form.Pattern.Text}' needs a time: expected 'at 0s {words[0]} ...'; before the first time the host has not started");
                _steps.Add(new ScenarioStep.Command(number, _time, form, arguments));
            }
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

        /// <summary>Takes the time off the beginning of a line.</summary>
        private IReadOnlyList<ScenarioWord> TakeTime(string line, IReadOnlyList<ScenarioWord> words)
        {
            if (words.Count == 0 || words[0].Quoted) return words;
            if (words[0].Text == "at")
            {
                if (words.Count < 2 || ScenarioTime.Duration(words[1].Text) is not { } at)
                    throw new ScenarioMistakeException($"'{line.Trim()}': expected a time since the beginning after 'at', such as 'at 61s'");
                if (at < _time)
                    throw new ScenarioMistakeException($"'at {words[1].Text}' goes back: the commands above are at {_time.Value.TotalSeconds} s already");
                _time = at;
                return [.. words.Skip(2)];
            }

            if (words[0].Text[0] != '+') return words;
            if (ScenarioTime.Duration(words[0].Text[1..]) is not { } distance)
                throw new ScenarioMistakeException($"'{words[0].Text}': expected a time since the command before, such as '+30s'");
            _time = (_time ?? TimeSpan.Zero) + distance;
            return [.. words.Skip(1)];
        }

        /// <summary>Reads the block of settings that begins on this line; it ends on it, or at a brace at the beginning of a line.</summary>
        private SettingsBlock ReadBlock(int end)
        {
            var (first, line) = (_at, Untimed(lines[_at]));
            var open = line.IndexOf('{', StringComparison.Ordinal);
            if (open < 0) throw new ScenarioMistakeException("expected 'settings {', and the block's end as '}' at the beginning of a line");
            var words = line[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var preset = words switch
            {
                [_] => null,
                [_, "from", var name] => name,
                _ => throw new ScenarioMistakeException("expected 'settings {' or 'settings from PRESET {'"),
            };
            if (!line.EndsWith('}'))
            {
                for (_at++; _at < end && lines[_at] != "}"; _at++)
                {
                    // The block's own lines.
                }

                if (_at == end) throw new ScenarioMistakeException("the block of settings has no end: expected '}' at the beginning of a line");
            }

            var text = string.Join('\n', lines.Skip(first + 1).Take(_at - first).Prepend("actorsweeper " + line[open..]));
            _at++;
            return new SettingsBlock(path, first + 1, preset, new string('\n', first) + text);
        }

        private static bool IsSettings(string line) =>
            line.StartsWith(SettingsWord, StringComparison.Ordinal) && line[SettingsWord.Length..].TrimStart() is ['{', ..] or ['f', 'r', 'o', 'm', ' ', ..];

        /// <summary>A line without the time that it begins with.</summary>
        private static string Untimed(string line)
        {
            var rest = line.TrimStart();
            if (rest.StartsWith("at ", StringComparison.Ordinal)) rest = rest[3..].TrimStart();
            else if (!rest.StartsWith('+')) return rest;
            var end = rest.IndexOf(' ', StringComparison.Ordinal);
            return end < 0 ? "" : rest[end..].TrimStart();
        }
    }
}
