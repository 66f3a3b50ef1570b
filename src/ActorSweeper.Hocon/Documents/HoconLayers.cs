namespace ActorSweeper.Hocon;

/// <summary>
/// Documents in layers, each over those added before it, so that defaults come first and overrides last. Immutable: every addition gives
/// new layers. Nothing is read before <see cref="Parse"/>, which may be repeated to see changes of files.
/// </summary>
public sealed class HoconLayers
{
    private readonly IReadOnlyList<Func<HoconOptions, HoconDocument>> _layers;

    private HoconLayers(IReadOnlyList<Func<HoconOptions, HoconDocument>> layers) => _layers = layers;

    /// <summary>No layers.</summary>
    public static HoconLayers None { get; } = new([]);

    /// <summary>Adds a text, for example the embedded <c>reference.conf</c>.</summary>
    /// <param name="text">HOCON.</param>
    /// <param name="originName">What origins and errors call the text.</param>
    /// <returns>The layers with the text on top.</returns>
    public HoconLayers AddText(string text, string originName) => Add(options => HoconDocument.ParseText(text, originName, options));

    /// <summary>Adds a file.</summary>
    /// <param name="path">The file; relative names are relative to the working directory of the options.</param>
    /// <param name="optional">Whether the file may be missing.</param>
    /// <returns>The layers with the file on top.</returns>
    public HoconLayers AddFile(string path, bool optional = false) =>
        Add(options => optional ? HoconDocument.ParseFileIfExists(path, options) : HoconDocument.ParseFile(path, options));

    /// <summary>Adds settings from a command line; errors and origins call them <c>--set</c>.</summary>
    /// <param name="settings">Each a piece of HOCON such as <c>a.b=10s</c>; later ones win.</param>
    /// <returns>The layers with the settings on top.</returns>
    public HoconLayers AddSettings(IEnumerable<string> settings) =>
        settings.Aggregate(this, (layers, setting) => layers.AddText(setting, "--set"));

    /// <summary>Reads all layers and puts them over each other.</summary>
    /// <param name="options">Where files and includes are looked for; null for <see cref="HoconOptions.Default"/>.</param>
    /// <returns>One document, whose substitutions see all layers when it is resolved.</returns>
    /// <exception cref="HoconException">A file is missing or unreadable, or a layer is malformed.</exception>
    public HoconDocument Parse(HoconOptions? options = null)
    {
        // From the oldest on: a layer must hide what is below it before a still newer one can merge with the rest.
        var merged = HoconDocument.Empty;
        foreach (var layer in _layers) merged = layer(options ?? HoconOptions.Default).WithFallback(merged);
        return merged;
    }

    private HoconLayers Add(Func<HoconOptions, HoconDocument> layer) => new([.. _layers, layer]);
}
