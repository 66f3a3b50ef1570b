namespace ActorSweeper.Actors;

internal sealed partial class ActorCell
{
    public TimeSpan? ReceiveTimeout => _extras?.Idleness?.Limit;

    public void SetReceiveTimeout(TimeSpan? receiveTimeout)
    {
        if (receiveTimeout is { } span) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, TimeSpan.Zero, nameof(receiveTimeout));
        _extras?.Idleness?.Cancel();
        if (_extras is null && receiveTimeout is null) return;
        Extra.Idleness = receiveTimeout is { } limit && _phase < Phase.Terminating ? new(this, limit) : null;
        Extra.Idleness?.Restart();
    }
}
