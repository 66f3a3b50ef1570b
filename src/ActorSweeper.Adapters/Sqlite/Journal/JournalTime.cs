namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>Instants as the journal's file holds them: in steps of 100 ns since 1970, UTC, which loses nothing.</summary>
internal static class JournalTime
{
    public static long Of(DateTimeOffset at) => at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;

    public static DateTimeOffset From(long stored)
    {
        var ticks = DateTimeOffset.UnixEpoch.UtcTicks + stored;
        return new DateTimeOffset(Math.Clamp(ticks, DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
    }
}
