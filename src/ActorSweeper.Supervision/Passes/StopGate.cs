using ActorSweeper.Core.Storms;
using ActorSweeper.Supervision.Sessions;

namespace ActorSweeper.Supervision.Passes;

/// <summary>
/// Holds the stops that a pass's sessions propose until all have been read, so that a storm is recognised before the first
/// container is stopped. A session that is read late is counted together with those before it.
/// </summary>
internal sealed class StopGate
{
    private readonly List<(IActorRef Session, ProposeStop Proposal)> _held = [];
    private bool _open;
    private bool _braked;

    /// <summary>How many stops the pass has proposed.</summary>
    public int Proposed { get; private set; }

    public void Propose(IActorRef session, ProposeStop proposal)
    {
        if (proposal.AfterGrace)
        {
            session.Tell(new StopPermission(true, "still stuck after a full tolerance"));
            return;
        }

        Proposed++;
        _held.Add((session, proposal));
    }

    /// <summary>Decides on everything held, and from now on on each proposal as it comes.</summary>
    /// <returns>Whether the brake was applied just now.</returns>
    public bool Decide(bool allRead, int running, StormLimits limits)
    {
        _open |= allRead;
        if (!_open || _held.Count == 0) return false;
        var trips = StormBrake.Trips(Proposed, running, limits);
        var first = trips && !_braked;
        _braked |= trips;
        foreach (var (session, _) in _held)
        {
            session.Tell(trips
                ? new StopPermission(false, $"storm brake: {Proposed} of {running} running containers would be stopped at once")
                : new StopPermission(true, "granted"));
        }

        _held.Clear();
        return first;
    }
}
