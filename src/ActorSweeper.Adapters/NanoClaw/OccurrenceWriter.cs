using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>Moves a recurring message on to its next occurrence.</summary>
internal sealed class OccurrenceWriter(Database database, DateTimeOffset now, Func<double> draw)
{
    private const long SuffixCount = 36L * 36 * 36 * 36 * 36 * 36;

    // Copied from the finished occurrence where the file has them; everything else keeps the default that its column declares.
    private static readonly string[] Copied = ["kind", "recurrence", "platform_id", "channel_type", "thread_id", "content", "series_id"];

    private readonly HashSet<string> _columns = database.ColumnsOf("messages_in");

    /// <summary>Takes the recurrence from the finished row and arms the next occurrence, unless the series has one already.</summary>
    /// <returns>Whether the row was finished and still had its recurrence.</returns>
    public bool Recur(MessageChange.Recur recur)
    {
        // The next row copies the recurrence, so it is written before the old row loses it; the transaction makes both one step.
        if (!IsFinished(recur.MessageId))
            return false;
        if (recur.Next is { } next && !HasOpenOccurrence(recur.MessageId))
            Insert(recur.MessageId, next);
        using var clear = database.Prepare("UPDATE messages_in SET recurrence = NULL WHERE id = ?1");
        return clear.Bind(1, recur.MessageId).Run() > 0;
    }

    private bool IsFinished(string id)
    {
        if (!_columns.Contains("recurrence"))
            return false;
        using var row = database.Prepare(
            $"SELECT 1 FROM messages_in WHERE id = ?1 AND recurrence IS NOT NULL AND {MessageStates.FinishedCondition}");
        return row.Bind(1, id).Step();
    }

    // A file without series has no occurrences that belong together. One that has moved on already and was given another run carries
    // no recurrence: it does not stand in for the next one, or the series would end with it.
    private bool HasOpenOccurrence(string id)
    {
        if (!_columns.Contains("series_id"))
            return false;
        using var row = database.Prepare(
            "SELECT 1 FROM messages_in WHERE (series_id = ?2 OR id = ?2) AND id <> ?1 AND recurrence IS NOT NULL AND "
            + MessageStates.OpenCondition);
        return row.Bind(1, id).Bind(2, SeriesOf(id)).Step();
    }

    private string SeriesOf(string id)
    {
        using var row = database.Prepare("SELECT coalesce(series_id, id) FROM messages_in WHERE id = ?1").Bind(1, id);
        return row.Step() ? row.Text(0) ?? id : id;
    }

    private void Insert(string finished, DateTimeOffset next)
    {
        var copied = Copied.Where(_columns.Contains).Concat(RequiredColumns()).Select(static name => $"[{name}]").ToList();
        var target = string.Join(", ", copied);
        var source = string.Join(", ", copied.Select(static name => name == "[series_id]" ? "coalesce(series_id, id)" : name));
        using var insert = database.Prepare(
            $"INSERT INTO messages_in (id, seq, timestamp, status, process_after, {target}) " +
            $"SELECT ?2, ?3, ?4, 'pending', ?5, {source} FROM messages_in WHERE id = ?1");
        _ = insert
            .Bind(1, finished)
            .Bind(2, NewId(finished))
            .Bind(3, NextSequence())
            .Bind(4, Timestamp.ToSqlite(now))
            .Bind(5, Timestamp.ToIso(next))
            .Run();
    }

    /// <summary>Columns of newer versions that cannot be left out.</summary>
    private List<string> RequiredColumns()
    {
        var required = new List<string>();
        using var columns = database.Prepare(
            "SELECT name FROM pragma_table_info('messages_in') WHERE [notnull] AND dflt_value IS NULL AND NOT pk");
        while (columns.Step())
        {
            if (columns.Text(0) is { } name and not ("id" or "seq" or "timestamp" or "status" or "process_after") && !Copied.Contains(name))
                required.Add(name);
        }
        return required;
    }

    /// <summary>The host's numbers are even, the container's odd.</summary>
    private long NextSequence()
    {
        using var row = database.Prepare("SELECT coalesce(max(seq), 0) FROM messages_in");
        var highest = row.Step() ? row.Number(0) : 0;
        return highest < 2 ? 2 : highest + 2 - highest % 2;
    }

    /// <summary>NanoClaw's form: kind, milliseconds since 1970 and six digits of base 36.</summary>
    private string NewId(string finished)
    {
        var start = $"{Prefix(finished)}-{now.ToUnixTimeMilliseconds()}-";
        using var taken = database.Prepare("SELECT 1 FROM messages_in WHERE id = ?1");
        for (var number = (long)(draw() * SuffixCount); ; number++)
        {
            var id = start + Suffix(number % SuffixCount);
            if (!taken.Reset().Bind(1, id).Step())
                return id;
        }
    }

    private string Prefix(string finished)
    {
        using var row = database.Prepare("SELECT kind FROM messages_in WHERE id = ?1").Bind(1, finished);
        return row.Step() && row.Text(0) == "task" ? "task" : "msg";
    }

    private static string Suffix(long number)
    {
        Span<char> digits = stackalloc char[6];
        for (var place = digits.Length - 1; place >= 0; place--, number /= 36)
            digits[place] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(number % 36)];
        return new string(digits);
    }
}
