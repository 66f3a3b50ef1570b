using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Journal;

namespace ActorSweeper.Host.Records;

/// <summary>The journal's file in the data directory.</summary>
internal static class StateFile
{
    /// <summary>Readers never wait in WAL mode, and whoever writes beside the host writes one row.</summary>
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Its path.</summary>
    public static string In(string dataDirectory) => Path.Combine(dataDirectory, "state.db");

    /// <summary>The journal of a host. Nothing is opened yet.</summary>
    public static SqliteJournal OfHost(string dataDirectory) => Of(dataDirectory, JournalAccess.Create);

    /// <summary>The journal for commands that show; null where there is none.</summary>
    public static SqliteJournal? ToRead(string dataDirectory) =>
        File.Exists(In(dataDirectory)) ? Of(dataDirectory, JournalAccess.Read) : null;

    /// <summary>The journal for a command that cannot do without.</summary>
    /// <exception cref="JournalException">There is none.</exception>
    public static SqliteJournal Require(string dataDirectory, JournalAccess access) =>
        File.Exists(In(dataDirectory)) ? Of(dataDirectory, access) : throw new JournalException(
            JournalFault.Missing,
            $"there is no journal {In(dataDirectory)}: no host has run with this configuration yet; start one with 'actorsweeper run', or"
                + " name the configuration of the one that runs with --config");

    private static SqliteJournal Of(string dataDirectory, JournalAccess access) =>
        new(new SqliteJournalOptions(In(dataDirectory), access, BusyTimeout));
}
