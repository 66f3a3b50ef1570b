using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Docker;

/// <summary>
/// The engine's stream of deaths. When it breaks it is opened again, from a little before the last event seen, so that none is
/// missed; what was seen already is not told again.
/// </summary>
internal sealed class DockerEvents(DockerEngine engine, TimeProvider time, ILogger logger)
{
    private const int Remembered = 256; // As many as the engine itself keeps for those who come late.

    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(2);

    public static int? ExitCodeOf(IReadOnlyDictionary<string, string>? attributes)
    {
        if (attributes is null)
            return null;
        return (attributes.TryGetValue("exitCode", out var text) || attributes.TryGetValue("containerExitCode", out text))
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;
    }

    /// <summary>Tells each death. Ends when cancelled, without an exception.</summary>
    /// <param name="tell">Gets the deaths.</param>
    /// <param name="opening">Is called whenever the stream is about to be opened: what ended before is not in it.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task PumpAsync(Action<Message> tell, Action opening, CancellationToken cancellation)
    {
        var seen = new Seen(tell, time.GetUtcNow());
        var delay = engine.Options.ReconnectDelay;
        var broken = false;
        while (!cancellation.IsCancellationRequested)
        {
            var opened = time.GetTimestamp();
            seen.Received = false;
            opening();
            var error = await StreamAsync(seen, cancellation);
            if (cancellation.IsCancellationRequested)
                return;
            if (seen.Received || time.GetElapsedTime(opened) > engine.Options.MaxReconnectDelay)
            {
                if (broken)
                    DockerLog.EventsAreBack(logger, engine.Options.Endpoint.ToString());
                broken = false;
                delay = engine.Options.ReconnectDelay;
            }

            Report(error, broken, delay);
            broken = true;
            await Task.Delay(delay, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, engine.Options.MaxReconnectDelay.Ticks));
        }
    }

    private void Report(string error, bool broken, TimeSpan delay)
    {
        if (broken)
            DockerLog.EventsStillBroken(logger, engine.Options.Endpoint.ToString(), delay, error);
        else
            DockerLog.EventsBroke(logger, engine.Options.Endpoint.ToString(), error);
    }

    /// <summary>Runs one stream to its end, and says why it ended.</summary>
    private async Task<string> StreamAsync(Seen seen, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(engine.Options.CallTimeout, time);
        using var opening = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var since = (seen.Last - Overlap).ToUnixTimeMilliseconds() / 1000m;
        var filters = new Dictionary<string, IReadOnlyList<string>>
        {
            ["type"] = ["container"],
            ["event"] = ["die", "died"], // Docker's word and Podman's.
            ["label"] = [engine.Options.Scope.ToString()],
        };
        try
        {
            await engine.Client.System.MonitorEventsAsync(
                new ContainerEventsParameters(since.ToString("0.000", CultureInfo.InvariantCulture), filters),
                seen,
                opening.Token,
                cancellation);
            return "the engine closed it";
        }
        catch (OperationCanceledException)
        {
            return "the engine did not open it in time";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or DockerApiException or DockerProtocolException)
        {
            return engine.Unreachable("stream events", e).Message;
        }
    }

    private sealed class Seen(Action<Message> tell, DateTimeOffset start) : IProgress<Message>
    {
        private readonly Queue<(string? Id, long At)> _order = new();
        private readonly HashSet<(string? Id, long At)> _known = [];

        public DateTimeOffset Last { get; private set; } = start;

        public bool Received { get; set; }

        public void Report(Message value)
        {
            Received = true;
            var at = value.TimeNano != 0 ? value.TimeNano : value.Time * 1_000_000_000;
            var instant = DateTimeOffset.FromUnixTimeMilliseconds(at / 1_000_000);
            if (instant > Last)
                Last = instant;
            if (!_known.Add((value.Actor?.ID, at)))
                return;
            _order.Enqueue((value.Actor?.ID, at));
            if (_order.Count > Remembered)
                _known.Remove(_order.Dequeue());
            tell(value);
        }
    }
}
