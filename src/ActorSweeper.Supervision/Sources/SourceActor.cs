using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Supervision.Sources;

/// <summary>Asks for the active sessions; answered by <see cref="SessionsListed"/> or <see cref="SessionsUnlisted"/>.</summary>
internal sealed record ListSessions;

internal sealed record SessionsListed(string Source, IReadOnlyList<Session> Sessions);

internal sealed record SessionsUnlisted(string Source, string Why);

/// <summary><c>source-&lt;name&gt;</c>: watches one session source. A source that cannot be read keeps its sessions as they are.</summary>
internal sealed class SourceActor : ReceiveActor
{
    private readonly ISessionSource _source;
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;

    public SourceActor(ISessionSource source, TimeSpan deadline, TimeProvider time)
    {
        (_source, _deadline, _time) = (source, deadline, time);
        Receive<ListSessions>(_ => ListAsync().PipeTo(Sender, Self));
    }

    private async Task<object> ListAsync()
    {
        using var limit = new CancellationTokenSource(_deadline, _time);
        try
        {
            return new SessionsListed(_source.Name, await _source.ListActiveAsync(limit.Token).WaitAsync(_deadline, _time));
        }
        catch (SessionStoreException error)
        {
            return new SessionsUnlisted(_source.Name, error.Message);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            return new SessionsUnlisted(_source.Name, $"source {_source.Name} did not answer within {Core.Time.Durations.Text(_deadline)}");
        }
    }
}
