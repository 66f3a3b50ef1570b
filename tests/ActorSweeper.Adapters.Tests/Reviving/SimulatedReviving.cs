using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;

namespace ActorSweeper.Adapters.Tests.Reviving;

/// <summary>In the simulation's files.</summary>
public sealed class SimulatedReviving : RevivingContract
{
    private readonly SimulatedFiles _files = new();
    private readonly SimulatedSession _session;

    public SimulatedReviving() => _session = _files.Add(new SimulatedSession(new Session(new SessionId("s1"), "g1", "g1", "/s1")));

    protected override ISessionStore Store => _files;

    protected override Session Session => _session.Listed;

    protected override void Message(string id, string status, int tries = 0, DateTimeOffset? processAfter = null) =>
        _session.Add(new Message(id, Enum.Parse<MessageStatus>(status, ignoreCase: true), Tries: tries, ProcessAfter: processAfter));

    protected override void Ack(string messageId, string status) => _session.Acknowledge(messageId, status, Noon);
}
