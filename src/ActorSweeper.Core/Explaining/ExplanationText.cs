using System.Text.Json;
using ActorSweeper.Core.Text;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Explaining;

/// <summary>
/// An explanation as lines of plain text for people: how the session stands and what was decided, one line for each rule, and what
/// would change it. A rule that holds is marked <c>[x]</c>, the one that decided <c>&gt;</c>.
/// </summary>
public static class ExplanationText
{
    // Wider ones run over, so that one long id or error does not push all others off the screen.
    private const int WidestRule = 28;
    private const int WidestObserved = 52;

    /// <summary>The lines. What other programs wrote is escaped: <see cref="Printable"/>.</summary>
    public static IReadOnlyList<string> Lines(Explanation explanation)
    {
        var rows = explanation.Findings.Select(finding => new Row(
            finding.Rule == explanation.Deciding ? ">" : " ",
            finding.Holds ? "[x]" : "[ ]",
            Printable.Escape(finding.Rule),
            Printable.Escape(finding.Observed),
            Bounds(finding, explanation.At))).ToList();
        var rule = rows.Select(row => row.Rule.Length).Where(length => length <= WidestRule).DefaultIfEmpty().Max();
        var observed = rows.Where(row => row.Bounds.Length > 0).Select(row => row.Observed.Length)
            .Where(length => length <= WidestObserved).DefaultIfEmpty().Max();
        return
        [
            Printable.Escape(
                $"{explanation.Session}: {Word(explanation.State)}; decision {explanation.Decision}, by {explanation.Deciding}; "
                    + $"at {Timestamp.ToIso(explanation.At)}"),
            "  " + Printable.Escape(explanation.Text),
            .. rows.Select(row =>
                $"{row.Deciding} {row.Holds} {row.Rule.PadRight(rule)}  {row.Observed.PadRight(observed)}  {row.Bounds}".TrimEnd()),
            Printable.Escape("What would change it: " + Change(explanation)),
        ];
    }

    /// <summary>One sentence: which predicate would have to turn, and whether and when it does so by itself.</summary>
    private static string Change(Explanation explanation)
    {
        var holds = explanation.Findings.Any(finding => finding.Rule == explanation.Deciding && finding.Holds);
        var turn = holds ? $"{explanation.Deciding} no longer holding" : $"{explanation.Deciding} holding";
        return explanation.Deadline is { } deadline
            ? $"{turn}; by itself {When(deadline, explanation.At)}."
            : $"{turn}; not by itself, only by new evidence, other settings or an operator.";
    }

    private static string Bounds(Finding finding, DateTimeOffset at)
    {
        var limit = finding.Limit is { } duration ? $"limit {Durations.Text(duration)}" : "";
        return finding.ChangesAt is not { } change ? limit
            : limit.Length == 0 ? When(change, at)
            : $"{limit}, {When(change, at)}";
    }

    private static string When(DateTimeOffset instant, DateTimeOffset at)
    {
        var iso = Timestamp.ToIso(instant);
        var sameDay = instant.UtcDateTime.Date == at.UtcDateTime.Date;
        return $"in {Durations.Text(instant - at)}, at {(sameDay ? iso[11..] : iso)}";
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private sealed record Row(string Deciding, string Holds, string Rule, string Observed, string Bounds);
}
