using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>The files of one session.</summary>
internal sealed class SessionFolder
{
    /// <exception cref="SessionStoreException">The session's folder is not one of this installation's session folders.</exception>
    public SessionFolder(NanoClawInstall install, Session session)
    {
        if (!install.Owns(session.Directory))
            throw new SessionStoreException(StoreFault.Forbidden, NanoClawSource.Refusal(session.Group, session.Id.Value));
        Directory = session.Directory;
        Inbound = Path.Join(Directory, "inbound.db");
        Outbound = Path.Join(Directory, "outbound.db");
        Heartbeat = Path.Join(Directory, ".heartbeat");
    }

    public string Directory { get; }

    /// <summary>Messages; written by the host side only.</summary>
    public string Inbound { get; }

    /// <summary>Acks and replies; written by the container only, and by the host side only while no container runs.</summary>
    public string Outbound { get; }

    public string Heartbeat { get; }

    /// <summary>The rollback journal of a database file.</summary>
    public static string JournalOf(string database) => database + "-journal";
}
