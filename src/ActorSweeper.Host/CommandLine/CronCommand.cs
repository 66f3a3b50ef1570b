using System.CommandLine;
using System.Globalization;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>cron</c>: when a schedule fires next.</summary>
internal static class CronCommand
{
    private const int DefaultCount = 5;
    private const int MaxCount = 10_000;

    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var options = new Options();
        var command = new DocumentedCommand(
            "cron",
            "Shows when a schedule fires next.",
            "actorsweeper cron '0 9 * * 1-5' --zone Europe/Berlin",
            "actorsweeper cron '30 2 * * *' --zone America/New_York --from 2026-03-07T12:00:00Z -n 3",
            "printf '@daily\\tUTC\\t2026-01-01T00:00:00Z\\n' | actorsweeper cron - -n 1")
        {
            options.Expression, options.Zone, options.Count, options.From, options.Json,
        };
        command.SetAction((line, cancellation) =>
        {
            if (line.GetRequiredValue(options.Expression) is not ["-"]) return Task.FromResult(Show(line, options, surroundings));
            foreach (var option in new Option[] { options.Zone, options.From })
            {
                if (line.GetResult(option) is { Implicit: false })
                    throw new CommandMistakeException($"{option.Name} does not go together with -: each line has its own");
            }

            return CronLines.AnswerAsync(
                surroundings.Input, surroundings.Output, Count(line.GetRequiredValue(options.Count)), cancellation);
        });
        return command;
    }

    private static int Show(ParseResult line, Options options, Surroundings surroundings)
    {
        var text = Joined(line.GetRequiredValue(options.Expression));
        if (!CronExpression.TryParse(text, out var expression, out var refused)) throw new CommandMistakeException(refused.Message);
        var zone = Zone(line.GetRequiredValue(options.Zone));
        var now = surroundings.Time.GetUtcNow();
        var from = line.GetValue(options.From);
        var after = from is null ? now : Timestamp.ParseIn(from, zone)
            ?? throw new CommandMistakeException($"--from '{from}' is not an instant; expected one such as 2026-03-29T00:30:00Z");
        var next = expression.After(after, zone).Take(Count(line.GetRequiredValue(options.Count)));
        if (line.GetValue(options.Json)) surroundings.Output.WriteLine(CronLines.Next(next));
        else foreach (var occurrence in next) surroundings.Output.WriteLine(Line(occurrence, zone, now));
        return ExitCode.Done;
    }

    private static string Line(DateTimeOffset occurrence, TimeZoneInfo zone, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(occurrence, zone).ToString("ddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        var distance = occurrence > now ? $"in {Durations.Text(occurrence - now)}" : $"{Durations.Text(now - occurrence)} ago";
        return $"{local}  {Timestamp.ToIso(occurrence)}  {distance}";
    }

    private static TimeZoneInfo Zone(string name)
    {
        try
        {
            return Zones.Find(name);
        }
        catch (UnknownZoneException unknown)
        {
            throw new CommandMistakeException(unknown.Message);
        }
    }

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxCount
            ? count
            : throw new CommandMistakeException($"--count '{text}' is not a number from 1 to {Text(MaxCount)}");

    // Unquoted fields arrive as words of their own; after a quoted expression a further word is a mistake.
    private static string Joined(string[] words) =>
        words.Length > 1 && words.FirstOrDefault(word => word.Any(char.IsWhiteSpace)) is { } quoted
            ? throw new CommandMistakeException($"unexpected argument '{words.First(word => word != quoted)}' beside '{quoted}'")
            : string.Join(' ', words);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Options
    {
        public Argument<string[]> Expression { get; } = new("EXPRESSION")
        {
            Description = "Five fields (minute, hour, day of month, month, day of week), six with seconds first, or a macro such as"
                + " @daily. With - one line EXPRESSION<TAB>ZONE<TAB>FROM after the other is read from standard input, and each is"
                + " answered with one line of JSON: {\"next\":[...]} or {\"error\":\"...\"}.",
            Arity = ArgumentArity.OneOrMore,
        };

        public Option<string> Zone { get; } = new("--zone", "-z")
        {
            Description = "The IANA zone whose wall clock counts.",
            HelpName = "ZONE",
            DefaultValueFactory = _ => "UTC",
        };

        public Option<string> Count { get; } = new("--count", "-n")
        {
            Description = "How many occurrences.",
            HelpName = "N",
            DefaultValueFactory = _ => Text(DefaultCount),
        };

        public Option<string?> From { get; } = new("--from", "-f")
        {
            Description = "The instant after which they are (exclusive), as 2026-03-29T00:30:00Z; without Z or an offset it is wall"
                + " time in the zone. Now, if not given.",
            HelpName = "T",
        };

        public Option<bool> Json { get; } = new("--json") { Description = "One line of JSON instead: {\"next\":[...]}." };
    }
}
