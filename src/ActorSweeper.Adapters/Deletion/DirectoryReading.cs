using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// Reads the names in an opened directory from its beginning, a buffer at a time: memory does not grow with their number. Of what is
/// added or removed meanwhile some is seen and some is not; each name that stays is seen once.
/// </summary>
internal ref struct DirectoryReading
{
    private const int Size = 32 * 1024;
    private const int NameOffset = 19; // after inode, offset, length of the record and type

    private readonly Descriptor _directory;
    private byte[]? _buffer;
    private int _at;
    private int _end;

    public DirectoryReading(Descriptor directory)
    {
        _directory = directory;
        _buffer = ArrayPool<byte>.Shared.Rent(Size);
        _ = SystemCalls.Seek(directory, 0, 0);
    }

    /// <summary>The system's error number when the last <see cref="Next"/> failed, else 0.</summary>
    public int Error { get; private set; }

    /// <summary>The name that was read last.</summary>
    public RawName Name { get; private set; }

    /// <summary>Whether it is surely a directory; false also where the file system does not say.</summary>
    public bool IsDirectory { get; private set; }

    /// <summary>Reads one more name.</summary>
    /// <returns>False at the end, and when the directory cannot be read.</returns>
    public unsafe bool Next()
    {
        var buffer = _buffer ?? throw new ObjectDisposedException(nameof(DirectoryReading));
        while (true)
        {
            if (_at >= _end)
            {
                fixed (byte* start = buffer) _end = SystemCalls.ReadEntries(_directory, start, buffer.Length);
                _at = 0;
                if (_end < 0) Error = Marshal.GetLastPInvokeError();
                if (_end <= 0) return false;
            }

            var record = buffer.AsSpan(_at, _end - _at);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(record[16..]);
            _at += length;
            var name = record[NameOffset..length];
            if (!RawName.TryOf(name[..name.IndexOf((byte)0)], out var found)) continue;
            (Name, IsDirectory) = (found, record[18] == 4);
            return true;
        }
    }

    public void Dispose()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
