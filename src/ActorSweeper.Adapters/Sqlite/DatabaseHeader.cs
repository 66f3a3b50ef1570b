namespace ActorSweeper.Adapters.Sqlite;

/// <summary>The first hundred bytes of a SQLite file (sqlite.org/fileformat2.html, section 1.3).</summary>
/// <param name="IsDatabase">Whether the file begins as a SQLite file does.</param>
/// <param name="IsEmpty">Whether the file has no bytes, or only zeros.</param>
/// <param name="IsWal">Whether the file is in write-ahead mode.</param>
internal readonly record struct DatabaseHeader(bool IsDatabase, bool IsEmpty, bool IsWal)
{
    public const int Length = 100;

    private const byte WalVersion = 2;
    private const int ReadVersion = 19;

    public static DatabaseHeader Parse(ReadOnlySpan<byte> bytes) =>
        new(bytes.StartsWith("SQLite format 3\0"u8), !bytes.ContainsAnyExcept((byte)0), bytes[ReadVersion] == WalVersion);
}
