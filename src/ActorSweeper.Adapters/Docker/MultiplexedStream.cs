using System.Buffers.Binary;

namespace ActorSweeper.Adapters.Docker;

/// <summary>
/// A container's output. Without a terminal the engine sends frames: one byte that names the stream, three zero bytes, the
/// payload's length in four bytes, the payload. With a terminal it sends the bare text. The first bytes tell which: no text
/// begins like a frame.
/// </summary>
internal sealed class MultiplexedStream(Stream stream) : IDisposable
{
    private const int HeaderLength = 8;
    private const int MaxFrameLength = 16 * 1024 * 1024;

    /// <summary>Reads the output, of both streams in the order in which it was written, up to a limit.</summary>
    /// <param name="limit">In bytes; what follows is not read.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DockerProtocolException">A frame is not one.</exception>
    public async Task<byte[]> ReadOutputToEndAsync(int limit, CancellationToken cancellation)
    {
        using var output = new MemoryStream();
        var header = new byte[HeaderLength];
        while (output.Length < limit)
        {
            var read = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellation);
            if (read == 0)
                break;
            if (output.Length == 0 && !IsHeader(header.AsSpan(0, read)))
            {
                output.Write(header, 0, read);
                await CopyAsync(output, limit - read, cancellation);
                break;
            }

            if (!IsHeader(header.AsSpan(0, read)))
                throw new DockerProtocolException("the log stream is broken: a frame has no valid header");
            var length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            if (length > MaxFrameLength)
                throw new DockerProtocolException($"the log stream is broken: a frame of {length} bytes");
            await CopyAsync(output, (int)length, cancellation);
        }

        return output.ToArray();
    }

    public void Dispose() => stream.Dispose();

    private static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length == HeaderLength && bytes[0] <= 2 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 0;

    private async Task CopyAsync(Stream output, int length, CancellationToken cancellation)
    {
        var buffer = new byte[Math.Clamp(length, 1, 64 * 1024)];
        while (length > 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, Math.Min(length, buffer.Length)), cancellation);
            if (read == 0)
                return;
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
            length -= read;
        }
    }
}
