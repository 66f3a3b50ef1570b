using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Text;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.Forge;

/// <summary>Decides about the records of the store, in stored order.</summary>
/// <param name="options">Limits and places.</param>
/// <param name="states">Tells the state of an issue.</param>
/// <param name="now">The instant of the plan.</param>
internal sealed class SessionPlanning(ForgeOptions options, IssueStates states, DateTimeOffset now)
{
    private readonly List<JanitorItem> _items = [];
    private readonly List<AgentRecord> _remaining = [];

    /// <summary>What becomes of each record.</summary>
    public IReadOnlyList<JanitorItem> Items => _items;

    /// <summary>The records that stay.</summary>
    public IReadOnlyList<AgentRecord> Remaining => _remaining;

    /// <summary>Decides about all records.</summary>
    /// <param name="store">The store.</param>
    /// <param name="errors">Gets what is wrong with a record; it stays.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task PlanAsync(StoreText store, List<string> errors, CancellationToken cancellation)
    {
        foreach (var records in store.Records.GroupBy(record => record.Key, StringComparer.Ordinal))
        {
            if (IssueKey.TryParse(records.Key, out var key))
            {
                var issue = await states.AskAsync(key, cancellation);
                foreach (var record in records)
                    Decide(record, issue, errors);
            }
            else
            {
                errors.Add($"{Printable.Escape(records.Key)}: bad key: expected OWNER/REPO#NUMBER; it is kept");
                _remaining.AddRange(records);
            }
        }
    }

    private void Decide(AgentRecord record, IssueFinding issue, List<string> errors)
    {
        var lastUse = record.LastUse(out var isBad);
        if (isBad)
            errors.Add($"{Printable.Escape($"{record.Key} {record.Agent}")}: bad time: it is not treated as old");
        var path = Printable.Escape($"{options.SessionsFile}#{record.Key}/{record.Agent}");
        var age = lastUse is { } use ? now - use : (TimeSpan?)null;
        var isOld = age > options.MaxAge;
        if (!issue.IsOver && !isOld)
            Stay(record, issue.State == IssueState.Open ? new ActiveSession(path, "the issue is open") : Kept(path, issue.Why));
        else if (record.IsRunning())
            Stay(record, new ActiveSession(path, issue.IsOver ? $"it is running, though its issue is {issue.Why}" : "it is running"));
        else if (issue.IsOver)
            _items.Add(new SessionDrop(path, $"the issue is {issue.Why}", record));
        else
            _items.Add(new SessionDrop(path, Aged(age!.Value), record));
    }

    private string Aged(TimeSpan age) => $"max age: unused for {Durations.Text(age)}, limit {Durations.Text(options.MaxAge)}";

    private void Stay(AgentRecord record, JanitorItem item)
    {
        _items.Add(item);
        _remaining.Add(record);
    }

    private static JanitorItem Kept(string path, string why) => new(path, JanitorAction.Keep, $"its issue's state is not known: {why}", 0);
}
