using System.Text;
using System.Text.Encodings.Web;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Host.CommandLine;

/// <summary>Answers schedules line by line, for programs that ask many of them, or one after the other.</summary>
internal static class CronLines
{
    /// <summary>Answers each line with one line, in order; a broken line is answered with an error and stops nothing.</summary>
    /// <param name="input">Lines <c>EXPRESSION&lt;TAB&gt;ZONE&lt;TAB&gt;FROM</c>.</param>
    /// <param name="output">Gets the answers; flushed whenever the asker has to be waited for.</param>
    /// <param name="count">How many occurrences for each line.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<int> AnswerAsync(TextReader input, TextWriter output, int count, CancellationToken cancellation)
    {
        while (true)
        {
            var reading = input.ReadLineAsync(cancellation).AsTask();
            if (!reading.IsCompleted) await output.FlushAsync(cancellation);
            // A read from a terminal or a pipe cannot be cancelled, only left.
            if (await reading.WaitAsync(cancellation) is not { } line) return ExitCode.Done;
            await output.WriteAsync(Answer(line, count));
            await output.WriteAsync('\n');
        }
    }

    /// <summary>The answer with occurrences.</summary>
    public static string Next(IEnumerable<DateTimeOffset> occurrences)
    {
        var text = new StringBuilder("{\"next\":[");
        foreach (var occurrence in occurrences)
        {
            if (text[^1] != '[') text.Append(',');
            text.Append('"').Append(Timestamp.ToIso(occurrence)).Append('"');
        }

        return text.Append("]}").ToString();
    }

    private static string Answer(string line, int count)
    {
        if (line.Split('\t') is not [var text, var zoneName, var from])
            return Error($"expected EXPRESSION<TAB>ZONE<TAB>FROM, got '{line}'");
        if (!CronExpression.TryParse(text, out var expression, out var refused)) return Error(refused.Message);
        try
        {
            var zone = zoneName.Length == 0 ? TimeZoneInfo.Utc : Zones.Find(zoneName);
            return Timestamp.ParseIn(from, zone) is { } after
                ? Next(expression.After(after, zone).Take(count))
                : Error($"'{from}' is not an instant; expected one such as 2026-03-29T00:30:00Z");
        }
        catch (UnknownZoneException unknown)
        {
            return Error(unknown.Message);
        }
    }

    private static string Error(string message) => $"{{\"error\":\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(message)}\"}}";
}
