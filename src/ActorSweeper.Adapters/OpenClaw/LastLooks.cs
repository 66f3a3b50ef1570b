using System.Collections.Concurrent;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>When each store was looked at, as long as the process runs. Outlives a change of the configuration.</summary>
public sealed class LastLooks
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _at = new(StringComparer.Ordinal);

    /// <summary>How long ago a store was looked at, when that is too short a time; null when it may be looked at.</summary>
    /// <param name="store">Its resolved path.</param>
    /// <param name="now">Now. A clock that was set back does not keep the store from being looked at.</param>
    /// <param name="interval">The least time between two looks, in milliseconds.</param>
    internal TimeSpan? TooSoon(string store, DateTimeOffset now, long interval) =>
        _at.TryGetValue(store, out var last) && now >= last && (now - last).TotalMilliseconds < interval ? now - last : null;

    internal void Note(string store, DateTimeOffset now) => _at[store] = now;

    /// <summary>The look led to nothing: it does not count.</summary>
    internal void Forget(string store) => _at.TryRemove(store, out _);
}
