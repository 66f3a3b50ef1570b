using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Spelling;

namespace ActorSweeper.Host.CommandLine;

/// <summary>What to say about a session that the journal does not know.</summary>
internal static class KnownSessions
{
    /// <summary>Makes sure that the journal knows a session.</summary>
    /// <exception cref="CommandMistakeException">It does not; names the nearest one that it knows.</exception>
    public static async Task RequireAsync(IJournal journal, SessionId session, CancellationToken cancellation)
    {
        var known = (await journal.StreamsAsync(cancellation)).Select(JournalState.SessionOf).OfType<SessionId>().ToList();
        if (!known.Contains(session)) throw Unknown(session, known);
    }

    private static CommandMistakeException Unknown(SessionId session, List<SessionId> known)
    {
        var name = Core.Text.Printable.Escape(session.Value);
        if (known.Count == 0) return new CommandMistakeException($"the journal knows no session '{name}', nor any other yet");
        var hint = Nearest.To(session.Value, known.Select(id => id.Value)) is { } nearest
            ? $"; did you mean '{Core.Text.Printable.Escape(nearest)}'?"
            : "; 'actorsweeper status' lists those that it knows";
        return new CommandMistakeException($"the journal knows no session '{name}'{hint}");
    }
}
