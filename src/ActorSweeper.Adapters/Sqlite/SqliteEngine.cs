using System.Runtime.CompilerServices;
using SQLitePCL;

namespace ActorSweeper.Adapters.Sqlite;

/// <summary>Makes the SQLite library ready, once per process and before its first use.</summary>
internal static class SqliteEngine
{
    private const int ConfigMemoryStatistics = 9;

    static SqliteEngine()
    {
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        // The statistics cost a global lock around every allocation, a tenth of a look at a small session. The library
        // refuses the setting when somebody has used it before: then the statistics stay on and nothing else changes.
        _ = raw.sqlite3_config(ConfigMemoryStatistics, 0);
        _ = raw.sqlite3_initialize();
    }

    /// <summary>Returns after the library is ready.</summary>
    public static void Start() => RuntimeHelpers.RunClassConstructor(typeof(SqliteEngine).TypeHandle);
}
