using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Containers;

/// <summary>Which container belongs to which session, and which to none.</summary>
/// <param name="OfSession">One container for each session that has one.</param>
/// <param name="Strays">Second containers of a session, and containers of no active session, each with the reason.</param>
public sealed record ContainerMatch(
    IReadOnlyDictionary<SessionId, Container> OfSession, IReadOnlyList<(Container Container, string Why)> Strays);

/// <summary>Reconciles the runtime's listing with the active sessions (rule 14). Pure.</summary>
public static class ContainerMatching
{
    /// <summary>
    /// Matches by label, and where there is none by the host path mounted at <c>/workspace</c>. Of several containers of one
    /// session the one that started last is kept: its runner has the session's claims.
    /// </summary>
    /// <param name="containers">What the runtime lists.</param>
    /// <param name="sessions">The active sessions.</param>
    public static ContainerMatch Match(IEnumerable<Container> containers, IReadOnlyCollection<Session> sessions)
    {
        var active = sessions.Select(session => session.Id).ToHashSet();
        // Containers without a label are few; a look-up of all folders is made only for them.
        ILookup<string, Session>? byDirectory = null;
        var ofSession = new Dictionary<SessionId, Container>();
        var strays = new List<(Container, string)>();
        foreach (var container in containers.OrderByDescending(container => container.StartedAt).ThenBy(
            container => container.Id, StringComparer.Ordinal))
        {
            var owner = container.Session ?? OwnerOfWorkspace(container.Workspace);
            if (owner is not { } id) strays.Add((container, "it belongs to no session"));
            else if (!active.Contains(id)) strays.Add((container, $"session {id} is not active"));
            else if (!ofSession.TryAdd(id, container)) strays.Add((container, $"session {id} has a newer container, {ofSession[id].Name}"));
        }

        return new ContainerMatch(ofSession, strays);

        SessionId? OwnerOfWorkspace(string? workspace)
        {
            if (workspace is null) return null;
            byDirectory ??= sessions.ToLookup(session => Trimmed(session.Directory), StringComparer.Ordinal);
            return byDirectory[Trimmed(workspace)].FirstOrDefault()?.Id;
        }
    }

    private static string Trimmed(string path) => path.Length > 1 ? path.TrimEnd('/') : path;
}
