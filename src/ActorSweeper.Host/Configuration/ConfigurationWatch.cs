using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>What became of a configuration whose files have changed. A closed set.</summary>
internal abstract record ConfigurationChange
{
    private ConfigurationChange()
    {
    }

    /// <summary>It is right.</summary>
    /// <param name="Settings">The settings to put into force.</param>
    /// <param name="Changes">What differs from those in force before; empty when a refused change was taken back.</param>
    public sealed record Applied(HostSettings Settings, IReadOnlyList<ChangedValue> Changes) : ConfigurationChange;

    /// <summary>It is wrong: what was in force stays.</summary>
    /// <param name="Errors">Everything that is wrong.</param>
    public sealed record Refused(IReadOnlyList<ConfigurationError> Errors) : ConfigurationChange;
}

/// <summary>Watches the files of a configuration while it is in force, and tells once of each change.</summary>
/// <remarks>
/// The files are looked at every second. Notifications of the file system would be sooner, but miss what matters: a file that is
/// mounted alone into a container and replaced, a Kubernetes volume whose directory is swapped by a link, a network mount, and
/// everything once the machine's watches are used up.
/// </remarks>
internal sealed class ConfigurationWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConfigurationSources _sources;
    private readonly Action<ConfigurationChange> _changed;
    private readonly ITimer _timer;
    private IReadOnlyList<string> _files;
    private HoconObject _inForce;
    private string? _known;
    private string _last;
    private bool _isRefused;

    /// <summary>Begins to watch.</summary>
    /// <param name="sources">What the configuration is made of.</param>
    /// <param name="inForce">What is in force; without errors.</param>
    /// <param name="time">The only clock.</param>
    /// <param name="changed">Told of each change, one at a time. Must not throw.</param>
    public ConfigurationWatch(
        ConfigurationSources sources, ConfigurationReading inForce, TimeProvider time, Action<ConfigurationChange> changed)
    {
        (_sources, _files, _changed) = (sources, inForce.Files, changed);
        _inForce = inForce.Tree ?? throw new ArgumentException("there is no configuration in force", nameof(inForce));
        // What has changed between the reading and now is found by the first look, which reads in any case.
        _last = Stamp();
        _timer = time.CreateTimer(_ => Look(), null, Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops watching.</summary>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            var stamp = Stamp();
            // Whoever writes a file may be in the middle of it: it is read when it has not changed since the last look.
            if (stamp != _known && stamp == _last) Reread();
            _last = stamp;
        }
        finally
        {
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Reread()
    {
        var reading = ConfigurationFile.Read(_sources);
        // The files of a broken configuration may not all be known: those of the last right one stay watched.
        _files = [.. reading.Files.Union(reading.Errors.Count == 0 ? [] : _files, StringComparer.Ordinal)];
        _known = Stamp();
        if (reading is not { Settings: { } settings, Tree: { } tree })
        {
            _isRefused = true;
            _changed(new ConfigurationChange.Refused(reading.Errors));
            return;
        }

        var changes = EffectiveValues.Changes(_inForce, tree);
        var isNews = changes.Count > 0 || _isRefused;
        (_inForce, _isRefused) = (tree, false);
        if (isNews) _changed(new ConfigurationChange.Applied(settings, changes));
    }

    private string Stamp() => string.Join('\n', _files.Select(StampOf));

    private static string StampOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return target.Exists ? $"{target.FullName} {target.Length} {target.LastWriteTimeUtc.Ticks}" : "";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return unreadable.Message;
        }
    }
}
