using System.Collections.Immutable;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Journal;

/// <summary>
/// Since when a container's life counts, and where the stamps of its evidence lie, on the steady clock of the host that watched it.
/// The same as <see cref="SteadyStamps"/> keeps, as a pure value.
/// </summary>
/// <param name="Last">The newest reading of both clocks.</param>
/// <param name="PassBegan">The reading at the begin of the last pass, which a gap is told against; null before the first.</param>
/// <param name="IsWatched">Whether the host has seen the container.</param>
/// <param name="CountFrom">Since when its life counts; null where it is unknown.</param>
/// <param name="LifeBegan">When its life really began; null where it is unknown.</param>
/// <param name="Stamps">The place of each stamp, by what is stamped.</param>
internal sealed record LifeClock(
    ClockReading Last,
    ClockReading? PassBegan,
    bool IsWatched,
    DateTimeOffset? CountFrom,
    DateTimeOffset? LifeBegan,
    ImmutableDictionary<string, (DateTimeOffset Stamp, DateTimeOffset Steady)> Stamps)
{
    /// <summary>Before any reading.</summary>
    public static LifeClock Unread { get; } = At(default);

    /// <summary>A host that has seen no container yet.</summary>
    public static LifeClock At(ClockReading now) =>
        new(now, null, false, null, null, ImmutableDictionary<string, (DateTimeOffset, DateTimeOffset)>.Empty);

    /// <summary>An instant by the wall clock on both clocks.</summary>
    public ClockReading Read(DateTimeOffset at) => new(at, Last.Steady + (at - Last.Wall));

    /// <summary>After a newer reading.</summary>
    public LifeClock Passing(ClockReading now) => now.Steady < Last.Steady ? this : this with { Last = now };

    /// <summary>After the end of a pass.</summary>
    public LifeClock AfterPass(ClockReading begin) => Passing(begin) with { PassBegan = begin };

    /// <summary>
    /// After the wall clock has moved against the steady one since the last pass. A look in between may know of it already.
    /// </summary>
    public LifeClock Gapped(DateTimeOffset at, TimeSpan gap)
    {
        var before = PassBegan ?? Last;
        return this with { Last = new ClockReading(at, before.Steady + (at - before.Wall) - gap) };
    }

    /// <summary>The host sees a container: from now on, or by the container's own start.</summary>
    public LifeClock Begun(Container? container, bool adopts) => this with
    {
        IsWatched = container is not null,
        CountFrom = container is null ? null : adopts ? Last.Steady : OwnEvidence.BeginningOf(container, Last),
        LifeBegan = container is null ? null : OwnEvidence.BeginningOf(container, Last),
    };

    /// <summary>Its life counts from a later instant on.</summary>
    public LifeClock Counting(DateTimeOffset from) => this with { CountFrom = CountFrom > from ? CountFrom : from };

    /// <summary>A look has found these stamps. One that is as it was keeps its place.</summary>
    public LifeClock Seeing(SessionEvidence evidence)
    {
        var placed = Stamps.Clear().ToBuilder();
        Place("heartbeat", evidence.Heartbeat);
        Place("tool", evidence.Tool?.StartedAt);
        foreach (var claim in evidence.Claims) Place(NameOf(claim), claim.Since);
        return this with { Stamps = placed.ToImmutable() };

        void Place(string name, DateTimeOffset? stamp)
        {
            if (stamp is { } at)
                placed[name] = Stamps.TryGetValue(name, out var known) && known.Stamp == at ? known : (at, PlaceOf(at)!.Value);
        }
    }

    /// <summary>No container runs: where its stamps lay no longer counts.</summary>
    public LifeClock Forgetting() => this with { Stamps = Stamps.Clear() };

    /// <summary>The container's life is over.</summary>
    public LifeClock Ended() => Forgetting() with { IsWatched = false, CountFrom = null, LifeBegan = null };

    /// <summary>The evidence about the running container at an instant.</summary>
    public LivenessEvidence Liveness(SessionEvidence evidence, Container container, DateTimeOffset at)
    {
        var now = Read(at);
        var seen = IsWatched
            ? this
            : this with { Last = now, CountFrom = now.Steady, LifeBegan = OwnEvidence.BeginningOf(container, now) };
        seen = seen.Seeing(evidence);
        return OwnEvidence.Of(evidence, container, seen.CountFrom, seen.LifeBegan, seen.Of);
    }

    private static string NameOf(Claim claim) => "claim " + claim.MessageId;

    private DateTimeOffset? Of(string name, DateTimeOffset? stamp) => stamp is null ? null : Stamps[name].Steady;

    /// <summary>A stamp from the future counts as just seen.</summary>
    private DateTimeOffset? PlaceOf(DateTimeOffset? stamp) =>
        stamp is { } at ? Last.Steady - (at < Last.Wall ? Last.Wall - at : TimeSpan.Zero) : null;
}
