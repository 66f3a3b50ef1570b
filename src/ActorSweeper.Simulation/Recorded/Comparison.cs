using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>How a replayed decision differs from the recorded one.</summary>
public enum DifferenceKind
{
    /// <summary>Recorded, and not made in the replay while the record could tell.</summary>
    Avoided,

    /// <summary>Made in the replay only.</summary>
    Added,

    /// <summary>Made in both, earlier in the replay.</summary>
    Earlier,

    /// <summary>Made in both, later in the replay.</summary>
    Later,

    /// <summary>Decided otherwise in the same look.</summary>
    Changed,
}

/// <summary>One difference.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Recorded">The recorded decision; null where there is none.</param>
/// <param name="Replayed">The replayed one; null where there is none.</param>
public sealed record Difference(DifferenceKind Kind, Decision? Recorded, Decision? Replayed)
{
    /// <summary>Whichever there is, the recorded one first.</summary>
    public Decision Decision => Recorded ?? Replayed!;

    /// <summary>Whether it only follows from an earlier difference.</summary>
    public bool Follows => Recorded?.Follows ?? Replayed!.Follows;
}

/// <summary>What a replay came to, beside the record.</summary>
/// <param name="Hosts">How many lives of hosts were played.</param>
/// <param name="Passes">How many passes.</param>
/// <param name="Decisions">How many recorded decisions were compared.</param>
/// <param name="Same">How many of them were made again, in the same look.</param>
/// <param name="Differences">All differences, in the order of time.</param>
public sealed record Comparison(int Hosts, int Passes, int Decisions, int Same, IReadOnlyList<Difference> Differences)
{
    // From a look to its act may take a moment on a busy machine, of which the replay knows nothing.
    private static readonly TimeSpan SameLook = TimeSpan.FromSeconds(1);

    /// <summary>Compares two lists of decisions.</summary>
    internal static Comparison Of(
        IEnumerable<Decision> recorded, IEnumerable<Decision> replayed, int hosts, int passes, Func<Decision, bool> counts)
    {
        var (before, after) = (recorded.Where(counts).ToList(), replayed.Where(counts).ToList());
        var left = after.ToLookup(decision => decision.Session).ToDictionary(made => made.Key ?? Nobody, made => made.ToList());
        var unmatched = new List<Decision>();
        foreach (var decision in before)
        {
            if (!TakeFirst(left, decision, made => made.IsSame(decision) && IsSameLook(made, decision), out _)) unmatched.Add(decision);
        }

        var differences = new List<Difference>();
        foreach (var decision in unmatched) differences.Add(Match(left, decision));
        differences.AddRange(left.Values.SelectMany(made => made).Select(made => new Difference(DifferenceKind.Added, null, made)));
        return new Comparison(
            hosts,
            passes,
            before.Count,
            before.Count - unmatched.Count,
            [.. differences.OrderBy(difference => difference.Decision.At)]);
    }

    private static readonly SessionId Nobody = new("");

    private static Difference Match(Dictionary<SessionId, List<Decision>> left, Decision recorded)
    {
        if (recorded.Follows) return new Difference(DifferenceKind.Avoided, recorded, null);
        if (TakeFirst(left, recorded, made => IsSameLook(made, recorded) && IsAbout(made, recorded), out var changed))
            return new Difference(DifferenceKind.Changed, recorded, changed);
        if (TakeFirst(left, recorded, made => IsSameAct(made, recorded), out var other))
            return new Difference(other.At < recorded.At ? DifferenceKind.Earlier : DifferenceKind.Later, recorded, other);
        return new Difference(DifferenceKind.Avoided, recorded, null);
    }

    private static bool IsSameLook(Decision one, Decision other) => (one.At - other.At).Duration() <= SameLook;

    /// <summary>The same act in the same life; a wake begins a life, so that it belongs to the one before in both.</summary>
    private static bool IsSameAct(Decision one, Decision other) => one.Action == other.Action && one.Life == other.Life
        && one.Result == other.Result && (one.Action == ActionKind.Stop || one.MessageId == other.MessageId);

    private static bool IsAbout(Decision one, Decision other) => one.MessageId == other.MessageId && one.Action switch
    {
        ActionKind.Retry or ActionKind.Fail or ActionKind.Close => other.Action is ActionKind.Retry or ActionKind.Fail or ActionKind.Close,
        _ => one.Action == other.Action,
    };

    private static bool TakeFirst(
        Dictionary<SessionId, List<Decision>> left, Decision decision, Predicate<Decision> isIt, out Decision found)
    {
        found = decision;
        if (!left.TryGetValue(decision.Session ?? Nobody, out var made)) return false;
        var index = made.FindIndex(isIt);
        if (index < 0) return false;
        found = made[index];
        made.RemoveAt(index);
        return true;
    }
}
