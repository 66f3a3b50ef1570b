using Microsoft.Extensions.Configuration;

namespace ActorSweeper.Hocon;

/// <summary>Adds HOCON to a configuration. Each call adds a source of its own; layers that share substitutions go into one.</summary>
public static class HoconConfigurationExtensions
{
    /// <summary>Adds a HOCON file.</summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="path">The file; relative names are relative to the current directory.</param>
    /// <param name="optional">Whether the file may be missing.</param>
    /// <param name="reloadOnChange">Whether a change to the file or its includes loads it again.</param>
    /// <returns>The configuration.</returns>
    public static IConfigurationBuilder AddHoconFile(
        this IConfigurationBuilder builder, string path, bool optional = false, bool reloadOnChange = false) =>
        builder.AddHocon(source =>
        {
            source.Layers = HoconLayers.None.AddFile(path, optional);
            source.ReloadOnChange = reloadOnChange;
        });

    /// <summary>Adds HOCON from a text.</summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="text">HOCON.</param>
    /// <param name="originName">What errors call the text.</param>
    /// <returns>The configuration.</returns>
    public static IConfigurationBuilder AddHoconText(this IConfigurationBuilder builder, string text, string originName) =>
        builder.AddHocon(source => source.Layers = HoconLayers.None.AddText(text, originName));

    /// <summary>Adds HOCON with everything configurable.</summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="configure">Sets layers, options and reload.</param>
    /// <returns>The configuration.</returns>
    public static IConfigurationBuilder AddHocon(this IConfigurationBuilder builder, Action<HoconConfigurationSource> configure)
    {
        var source = new HoconConfigurationSource();
        configure(source);
        return builder.Add(source);
    }
}
