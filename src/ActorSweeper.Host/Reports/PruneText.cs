using System.Globalization;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Text;

namespace ActorSweeper.Host.Reports;

/// <summary>Runs of janitors for people: one line for each thing, each error, and one for the whole of each run.</summary>
internal static class PruneText
{
    /// <summary>Writes one run.</summary>
    public static void Write(JanitorRun run, TextWriter output)
    {
        var verb = run.Summary.IsDry || run.Held is not null ? "would " : "";
        foreach (var outcome in run.Outcomes) output.WriteLine(Line(outcome, verb));
        foreach (var error in run.Plan.Errors) output.WriteLine($"error    {Printable.Escape(error)}");
        if (run.Held is { } held) output.WriteLine($"{run.Plan.Janitor}: held: {held}; approve with --yes");
        if (run.IsCut) output.WriteLine($"{run.Plan.Janitor}: interrupted: the rest is as it was");
        output.WriteLine($"{run.Plan.Janitor}: {(run.Summary.IsDry ? "dry run: " : "")}{Printable.Escape(run.Summary.Text)}");
    }

    private static string Line(ItemOutcome outcome, string verb)
    {
        var (item, path) = (outcome.Item, Printable.Escape(outcome.Item.Path));
        var size = item.Bytes > 0 ? $" ({Size(item.Bytes)})" : "";
        return outcome switch
        {
            { IsFailed: true } => $"error    {path}: {Printable.Escape(outcome.Note!)}",
            { Did: JanitorAction.Keep, Note: { } note } => $"keep     {path}: {Printable.Escape(note)}",
            { Did: JanitorAction.Keep } => $"keep     {path}: {Printable.Escape(item.Reason)}",
            _ => $"{verb}{PruneJson.WordOf(outcome.Did),-8} {path}{size}: {Printable.Escape(item.Reason)}",
        };
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.##} GiB"),
    };
}
