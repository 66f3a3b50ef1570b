namespace ActorSweeper.Adapters.Sqlite;

/// <summary>Reads values out of a record (sqlite.org/fileformat2.html, section 2.1).</summary>
internal static class TableRecord
{
    /// <summary>What a column of a record holds.</summary>
    public enum Kind
    {
        /// <summary>Something else, or something that lies outside the part of the record at hand.</summary>
        Unknown,

        /// <summary>NULL.</summary>
        Null,

        /// <summary>Text.</summary>
        Text,

        /// <summary>A whole number.</summary>
        Integer,
    }

    /// <summary>Finds a column's value.</summary>
    /// <param name="record">The record, perhaps cut.</param>
    /// <param name="column">Counted from 0.</param>
    /// <param name="value">The value's bytes.</param>
    public static Kind Column(ReadOnlySpan<byte> record, int column, out ReadOnlySpan<byte> value)
    {
        value = default;
        var at = 0;
        var header = Number(record, ref at);
        var start = header;
        for (; at < header; column--)
        {
            var type = Number(record, ref at);
            var size = Size(type);
            if (size < 0 || size > record.Length - start)
                return Kind.Unknown;
            if (column > 0)
            {
                start += size;
                continue;
            }
            value = record.Slice((int)start, (int)size);
            return type switch
            {
                0 => Kind.Null,
                >= 1 and <= 6 or 8 or 9 => Kind.Integer,
                >= 13 when type % 2 == 1 => Kind.Text,
                _ => Kind.Unknown,
            };
        }
        // Written before the column was added.
        return Kind.Unknown;
    }

    /// <summary>Reads a number of one to nine bytes and moves behind it.</summary>
    public static long Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        long number = bytes[at++];
        if (number < 0x80)
            return number;
        number &= 0x7f;
        for (var length = 2; length < 9; length++)
        {
            var next = bytes[at++];
            number = number << 7 | (byte)(next & 0x7f);
            if (next < 0x80)
                return number;
        }
        return number << 8 | bytes[at++];
    }

    private static long Size(long type) => type switch
    {
        0 or 8 or 9 => 0,
        >= 1 and <= 4 => type,
        5 => 6,
        6 or 7 => 8,
        >= 12 => (type - 12) / 2,
        _ => -1,
    };
}
