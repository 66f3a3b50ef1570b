namespace ActorSweeper.Adapters.Tests.NanoClaw;

/// <summary>A wall clock that stands still; waits are real.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
