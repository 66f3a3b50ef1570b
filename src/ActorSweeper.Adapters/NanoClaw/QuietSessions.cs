using System.Collections.Concurrent;
using System.Globalization;
using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>
/// Sessions in whose files nothing was open: no message that waits, no claim, no ack to carry, no tool. While neither file has
/// been written since (size, inode and both times are as they were, and nobody can set the second), a look need not open them.
/// Kept in a file from one host to the next, so that the first pass of a restarted host costs no more than any other. The file
/// is a convenience: one that is missing, or is not understood, costs one reading of each session.
/// </summary>
internal sealed class QuietSessions
{
    private const string Header = "actorsweeper quiet sessions 1";
    private const int FieldsPerFile = 6;

    private readonly ConcurrentDictionary<string, Quiet> _sessions = new(StringComparer.Ordinal);

    /// <summary>What is known about one session.</summary>
    private sealed record Quiet(FileStat Inbound, FileStat Outbound, AckCursor Cursor);

    /// <summary>Reads what an earlier host kept.</summary>
    public static QuietSessions Load(string? path)
    {
        var quiet = new QuietSessions();
        if (path is null || !File.Exists(path)) return quiet;
        using var lines = File.ReadLines(path).GetEnumerator();
        if (!lines.MoveNext() || lines.Current != Header) return quiet;
        while (lines.MoveNext()) quiet.Read(lines.Current.Split('\t'));
        return quiet;
    }

    /// <summary>The cursor with which the session was last found quiet; null when it was not, or may have been written since.</summary>
    public AckCursor? Find(string directory, FileStat inbound, FileStat outbound) =>
        _sessions.TryGetValue(directory, out var quiet) && quiet.Inbound == inbound && quiet.Outbound == outbound ? quiet.Cursor : null;

    /// <summary>Notes what a look found.</summary>
    /// <param name="directory">The session's folder.</param>
    /// <param name="inbound">The file as it was just before the look; null when a write after it might not show.</param>
    /// <param name="outbound">The same for the other file.</param>
    /// <param name="evidence">What was found.</param>
    public void Note(string directory, FileStat? inbound, FileStat? outbound, SessionEvidence evidence)
    {
        var nothingOpen = evidence is { Tool: null, Claims.Count: 0, Acks.Count: 0, Messages.Count: 0 };
        if (nothingOpen && inbound is { } first && outbound is { } second) _sessions[directory] = new Quiet(first, second, evidence.Cursor);
        else _sessions.TryRemove(directory, out _);
    }

    /// <summary>Keeps it for the next host, by writing beside the file and renaming.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        var draft = path + ".new";
        File.WriteAllLines(draft, _sessions.Select(Line).Prepend(Header));
        File.Move(draft, path, overwrite: true);
    }

    private static string Line(KeyValuePair<string, Quiet> session) => string.Join('\t', (string[])
    [
        session.Key, .. Fields(session.Value.Inbound), .. Fields(session.Value.Outbound),
        session.Value.Cursor.FileIdentity, Text(session.Value.Cursor.Row),
    ]);

    private void Read(string[] fields)
    {
        if (fields.Length != (2 * FieldsPerFile) + 3) return;
        if (Stat(fields.AsSpan(1, FieldsPerFile)) is not { } inbound) return;
        if (Stat(fields.AsSpan(1 + FieldsPerFile, FieldsPerFile)) is not { } outbound) return;
        if (!long.TryParse(fields[^1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var row)) return;
        _sessions[fields[0]] = new Quiet(inbound, outbound, new AckCursor(fields[^2], row));
    }

    private static string[] Fields(FileStat stat) =>
    [
        stat.Exists ? "1" : "0", Text((long)stat.Device), Text((long)stat.Inode), Text(stat.Size),
        Text(stat.Modified.UtcTicks), Text(stat.Changed.UtcTicks),
    ];

    private static FileStat? Stat(ReadOnlySpan<string> fields)
    {
        Span<long> numbers = stackalloc long[FieldsPerFile];
        for (var field = 0; field < FieldsPerFile; field++)
        {
            if (!long.TryParse(fields[field], NumberStyles.Integer, CultureInfo.InvariantCulture, out numbers[field])) return null;
        }

        if (!IsInstant(numbers[4]) || !IsInstant(numbers[5])) return null;
        return numbers[0] == 0
            ? default(FileStat)
            : new FileStat(true, (ulong)numbers[1], (ulong)numbers[2], numbers[3], Instant(numbers[4]), Instant(numbers[5]));
    }

    private static bool IsInstant(long ticks) => ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks;

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
