using ActorSweeper.Hocon.Configuration;
using Microsoft.Extensions.Configuration;

namespace ActorSweeper.Hocon;

/// <summary>
/// Holds resolved HOCON under flattened keys: <c>a.b = [x]</c> is <c>a:b:0</c>. Numbers keep their source text, <c>null</c> and empty
/// objects are keys without a value, empty arrays are empty texts, as with the JSON provider.
/// </summary>
public sealed class HoconConfigurationProvider : ConfigurationProvider, IDisposable
{
    private readonly HoconConfigurationSource _source;
    private readonly Lock _lock = new();
    private readonly ITimer _reload;
    private FileWatch? _watch;
    private bool _disposed;

    /// <summary>Creates the provider; nothing is read before <see cref="Load"/>.</summary>
    /// <param name="source">The documents and how to watch them.</param>
    public HoconConfigurationProvider(HoconConfigurationSource source)
    {
        _source = source;
        _reload = source.TimeProvider.CreateTimer(_ => Reload(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The configuration the data come from, with origins; <see langword="null"/> before the first load.</summary>
    public HoconObject? Resolved { get; private set; }

    /// <summary>Reads, resolves and flattens the documents.</summary>
    /// <exception cref="HoconException">
    /// A document is missing, malformed or cannot be resolved, or two keys differ only in case. The data stay as they were.
    /// </exception>
    public override void Load()
    {
        lock (_lock)
        {
            if (_disposed) return;
            var document = _source.Layers.Parse(_source.Options);
            if (_source.ReloadOnChange) Watch(document.Files);
            var resolved = document.Resolve(_source.Options);
            Data = ConfigurationKeys.Flatten(resolved);
            Resolved = resolved;
        }
    }

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _watch?.Dispose();
            _reload.Dispose();
        }
    }

    private void Watch(IReadOnlyList<string> files)
    {
        if (_watch is not null && _watch.Files.SequenceEqual(files)) return;
        _watch?.Dispose();
        _watch = new FileWatch(files, () => _reload.Change(_source.ReloadDelay, Timeout.InfiniteTimeSpan));
    }

    private void Reload()
    {
        try
        {
            Load();
        }
        catch (HoconException e)
        {
            _source.OnReloadFailed?.Invoke(e);
            return;
        }

        OnReload();
    }
}
