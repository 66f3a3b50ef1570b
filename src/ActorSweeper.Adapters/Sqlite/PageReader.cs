using System.Buffers;
using System.Buffers.Binary;

namespace ActorSweeper.Adapters.Sqlite;

/// <summary>
/// The pages of a file as they are in the read transaction of a <see cref="Database"/>, read in large pieces. Valid while that
/// transaction lasts: SQLite's shared lock keeps writers from changing them.
/// </summary>
internal sealed class PageReader : IDisposable
{
    private const int WindowBytes = 64 * 1024;
    private const int MostWindows = 256;

    private readonly Database _database;
    private readonly int _pageSize;
    private readonly Dictionary<long, byte[]> _windows = [];

    private PageReader(Database database, int pageSize, int usable, uint count)
    {
        _database = database;
        _pageSize = pageSize;
        Usable = usable;
        Count = count;
    }

    /// <summary>The bytes of a page that hold content.</summary>
    public int Usable { get; }

    /// <summary>How many pages the file has.</summary>
    public uint Count { get; }

    /// <summary>Begins to read.</summary>
    /// <returns>Null for a file whose text is not UTF-8 or whose header says something unexpected.</returns>
    public static PageReader? Begin(Database database)
    {
        Span<byte> header = stackalloc byte[DatabaseHeader.Length];
        database.ReadFile(header, 0);
        int size = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        var pageSize = size == 1 ? 65_536 : size;
        var isUtf8 = BinaryPrimitives.ReadUInt32BigEndian(header[56..]) == 1;
        return isUtf8 && pageSize >= 512 && int.IsPow2(pageSize)
            ? new PageReader(database, pageSize, pageSize - header[20], BinaryPrimitives.ReadUInt32BigEndian(header[28..]))
            : null;
    }

    /// <summary>A page's content. Valid until the next call.</summary>
    /// <param name="number">Counted from 1.</param>
    public ReadOnlySpan<byte> Page(uint number)
    {
        var offset = (number - 1L) * _pageSize;
        var window = offset / WindowBytes;
        if (!_windows.TryGetValue(window, out var bytes))
        {
            if (_windows.Count >= MostWindows)
                Return();
            bytes = ArrayPool<byte>.Shared.Rent(WindowBytes);
            _windows.Add(window, bytes);
            _database.ReadFile(bytes.AsSpan(0, WindowBytes), window * WindowBytes);
        }
        return bytes.AsSpan((int)(offset % WindowBytes), Usable);
    }

    public void Dispose() => Return();

    private void Return()
    {
        foreach (var bytes in _windows.Values)
            ArrayPool<byte>.Shared.Return(bytes);
        _windows.Clear();
    }
}
