using Microsoft.Extensions.Configuration;

namespace ActorSweeper.Hocon;

/// <summary>Layers of HOCON as one source of Microsoft.Extensions.Configuration; substitutions see all of its layers.</summary>
public sealed class HoconConfigurationSource : IConfigurationSource
{
    /// <summary>The documents, the defaults first.</summary>
    public HoconLayers Layers { get; set; } = HoconLayers.None;

    /// <summary>Environment and working directory.</summary>
    public HoconOptions Options { get; set; } = HoconOptions.Default;

    /// <summary>Whether a change to any file that was read or looked for, includes among them, loads the source again.</summary>
    public bool ReloadOnChange { get; set; }

    /// <summary>How long to wait after a change, so that an editor has finished writing; 250 ms by default, zero or more.</summary>
    public TimeSpan ReloadDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The clock of <see cref="ReloadDelay"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Told why a reload failed; the data from before stays in force. An error in the first load is thrown instead. May be called on any
    /// thread and must not throw.
    /// </summary>
    public Action<HoconException>? OnReloadFailed { get; set; }

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new HoconConfigurationProvider(this);
}
