namespace ActorSweeper.Adapters.Launching;

/// <summary>What a command has written so far, with a bound.</summary>
/// <param name="limit">The bound, in bytes.</param>
/// <param name="keepsEnd">Whether the beginning is given up at the bound; else the reading ends there.</param>
internal sealed class CommandOutput(int limit, bool keepsEnd)
{
    private readonly Lock _lock = new();
    private readonly MemoryStream _taken = new();

    /// <summary>Whether the bound was passed by output whose beginning is kept.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether all of it was read, to the end of the stream.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What was read until now.</summary>
    public byte[] Taken()
    {
        lock (_lock)
            return _taken.ToArray();
    }

    /// <summary>Reads until the stream ends or the end is requested; requests the end itself when the bound is passed.</summary>
    public async Task ReadAsync(Stream stream, CancellationTokenSource end)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, end.Token) is var read and > 0)
            {
                if (Take(buffer.AsSpan(0, read)))
                    continue;
                await end.CancelAsync();
                return;
            }

            IsComplete = true;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // What was read until now is what there is.
        }
    }

    private bool Take(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_taken.Length + bytes.Length > limit)
            {
                if (!keepsEnd)
                {
                    IsTooLong = true;
                    return false;
                }

                var end = _taken.GetBuffer().AsSpan((int)_taken.Length / 2, (int)_taken.Length - ((int)_taken.Length / 2)).ToArray();
                _taken.SetLength(0);
                _taken.Write(end);
            }

            _taken.Write(bytes);
            return true;
        }
    }
}
