using ActorSweeper.Core.Retention;

namespace ActorSweeper.Host.Reports;

/// <summary>
/// Runs of janitors as one JSON object: <c>{"janitors":[{"name","planned","deleted","kept","bytes","errors":[…],"items":[{"path",
/// "action","reason","bytes"}],"dryRun","held","summary"}]}</c>. The format is stable; <c>action</c> is delete, archive, drop, keep or
/// trash; <c>bytes</c> of a dry run, or of a plan that is held, are what it would free.
/// </summary>
internal static class PruneJson
{
    /// <summary>Writes them.</summary>
    public static void Write(IReadOnlyList<JanitorRun> runs, TextWriter output) => JsonText.WriteObject(
        output,
        json => json.WriteList("janitors", runs, run =>
        {
            json.WriteString("name", run.Plan.Janitor);
            json.WriteNumber("planned", run.Summary.Planned);
            json.WriteNumber("deleted", run.Summary.Gone);
            json.WriteNumber("kept", run.Summary.Kept);
            json.WriteNumber("bytes", run.Summary.Bytes);
            json.WriteStartArray("errors");
            foreach (var error in Errors(run)) json.WriteStringValue(error);
            json.WriteEndArray();
            json.WriteList("items", run.Outcomes, outcome =>
            {
                json.WriteString("path", outcome.Item.Path);
                json.WriteString("action", WordOf(outcome.Did));
                json.WriteString("reason", outcome.Note ?? outcome.Item.Reason);
                json.WriteNumber("bytes", outcome.Item.Bytes);
            });
            json.WriteBoolean("dryRun", run.Summary.IsDry);
            json.WriteString("held", run.Held);
            json.WriteString("summary", run.Summary.Text);
        }));

    /// <summary>The word of an action.</summary>
    public static string WordOf(JanitorAction action) => action switch
    {
        JanitorAction.Delete => "delete",
        JanitorAction.Archive => "archive",
        JanitorAction.Drop => "drop",
        JanitorAction.Trash => "trash",
        _ => "keep",
    };

    private static IEnumerable<string> Errors(JanitorRun run) => run.Plan.Errors.Concat(
        run.Outcomes.Where(outcome => outcome.IsFailed).Select(outcome => $"{outcome.Item.Path}: {outcome.Note}"));
}
