using System.Globalization;
using System.Text.Json;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Text;
using ActorSweeper.Core.Time;
using ActorSweeper.Host.Reports;
using ActorSweeper.Simulation.Recorded;

namespace ActorSweeper.Host.Replay;

/// <summary>
/// What a replayed journal came to. As JSON one object: <c>{"journal","settings":"recorded"|"other","from","to","hosts","passes",
/// "decisions","same","differences":[{"kind","follows","session","action","message","recorded":{"at","rule","text","result"},
/// "replayed":{…}}]}</c>; kinds are <c>avoided</c>, <c>added</c>, <c>earlier</c>, <c>later</c> and <c>changed</c>. The format is stable;
/// members may be added.
/// </summary>
/// <param name="Path">The journal.</param>
/// <param name="IsOther">Whether it was played under other settings than the recorded ones.</param>
/// <param name="From">When its first event happened.</param>
/// <param name="To">When its last event happened.</param>
/// <param name="Comparison">What came of it.</param>
internal sealed record WhatIfReport(string Path, bool IsOther, DateTimeOffset From, DateTimeOffset To, Comparison Comparison)
{
    private const int MostShown = 20;

    /// <summary>For people: the whole first, then kinds of acts, then single differences.</summary>
    public void WriteText(TextWriter output, bool all)
    {
        var (hosts, passes) = (Count(Comparison.Hosts, "host"), Count(Comparison.Passes, "pass", "passes"));
        var decisions = Count(Comparison.Decisions, "decision");
        output.WriteLine($"{Path}: {Timestamp.ToIso(From)} to {Timestamp.ToIso(To)}, {hosts}, {passes}, {decisions}");
        var settings = IsOther ? "the given settings" : "the recorded settings";
        if (Comparison.Differences.Count == 0)
        {
            output.WriteLine($"played again under {settings}: every decision was made again");
            return;
        }

        var differences = Count(Comparison.Differences.Count, "difference");
        output.WriteLine(Text($"played again under {settings}: {Comparison.Same} decisions as recorded, {differences}"));
        foreach (var acts in Comparison.Differences.GroupBy(difference => difference.Decision.Action).OrderBy(acts => acts.Key))
            output.WriteLine(Text($"  {ReportWords.Of(acts.Key),-12} {string.Join(", ", Sums([.. acts]))}"));
        var shown = Comparison.Differences.Where(difference => all || !difference.Follows).ToList();
        output.WriteLine();
        foreach (var difference in shown.Take(all ? int.MaxValue : MostShown)) output.WriteLine(Line(difference));
        var left = shown.Count - MostShown;
        if (!all && left > 0) output.WriteLine(Text($"... and {left} more; --diff lists all, also what only follows from another"));
    }

    /// <summary>For programs.</summary>
    public void WriteJson(TextWriter output) => JsonText.WriteObject(output, json =>
    {
        json.WriteString("journal", Path);
        json.WriteString("settings", IsOther ? "other" : "recorded");
        json.WriteInstant("from", From);
        json.WriteInstant("to", To);
        json.WriteNumber("hosts", Comparison.Hosts);
        json.WriteNumber("passes", Comparison.Passes);
        json.WriteNumber("decisions", Comparison.Decisions);
        json.WriteNumber("same", Comparison.Same);
        json.WriteList("differences", Comparison.Differences, difference =>
        {
            json.WriteString("kind", Word(difference.Kind));
            json.WriteBoolean("follows", difference.Follows);
            json.WriteString("session", difference.Decision.Session?.Value);
            json.WriteString("action", ReportWords.Of(difference.Decision.Action));
            json.WriteString("message", difference.Decision.MessageId);
            Write(json, "recorded", difference.Recorded);
            Write(json, "replayed", difference.Replayed);
        });
    });

    private static IEnumerable<string> Sums(IReadOnlyList<Difference> acts)
    {
        foreach (var kind in acts.Where(act => !act.Follows).GroupBy(act => act.Kind).OrderBy(kind => kind.Key))
        {
            var times = kind.Where(act => act is { Recorded: not null, Replayed: not null })
                .Select(act => (act.Replayed!.At - act.Recorded!.At).Duration()).Order().ToList();
            var median = kind.Key is DifferenceKind.Earlier or DifferenceKind.Later && times.Count > 0
                ? $" by {Durations.Text(times[times.Count / 2])} in the median"
                : "";
            yield return Text($"{kind.Count()} {Phrase(kind.Key)}{median}");
        }

        var follow = acts.Count(act => act.Follows);
        if (follow > 0) yield return Text($"{follow} that only follow from another difference");
    }

    private static string Line(Difference difference)
    {
        var decision = difference.Decision;
        var what = string.Join(' ', new[] { ReportWords.Of(decision.Action), decision.MessageId, decision.Why.Rule }.OfType<string>());
        var how = difference switch
        {
            { Kind: DifferenceKind.Earlier or DifferenceKind.Later } moved =>
                $"{Durations.Text((moved.Replayed!.At - moved.Recorded!.At).Duration())} {Word(moved.Kind)}: {moved.Replayed.Why.Text}",
            { Kind: DifferenceKind.Changed, Replayed: { } changed } =>
                $"instead {ReportWords.Of(changed.Action)} {changed.Why.Rule}: {changed.Why.Text}",
            { Kind: DifferenceKind.Avoided } => $"would not have happened by then: {decision.Why.Text}",
            _ => $"only then: {decision.Why.Text}",
        };
        var follows = difference.Follows ? " (follows)" : "";
        return Printable.Escape(Text($"{Timestamp.ToIso(decision.At)} {decision.Session?.Value ?? "-",-16} {what}: {how}{follows}"));
    }

    private static void Write(Utf8JsonWriter json, string name, Decision? decision)
    {
        if (decision is null) return;
        json.WriteObject(name, members =>
        {
            members.WriteInstant("at", decision.At);
            members.WriteString("rule", decision.Why.Rule);
            members.WriteString("text", decision.Why.Text);
            members.WriteString("result", ReportWords.Of(new Outcome(decision.Result)));
        });
    }

    private static string Phrase(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Avoided => "would not have happened while the record could tell",
        DifferenceKind.Added => "would have happened besides",
        DifferenceKind.Changed => "decided otherwise",
        _ => Word(kind),
    };

    private static string Word(DifferenceKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static string Count(int number, string one, string? many = null) =>
        Text($"{number:N0} {(number == 1 ? one : many ?? one + "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
