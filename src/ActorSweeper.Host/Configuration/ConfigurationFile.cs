using System.Reflection;
using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>What a configuration is made of, besides the defaults.</summary>
/// <param name="File">The user's file; null for none.</param>
/// <param name="Overrides">Settings as <c>key=value</c>, the later over the earlier and all over the file.</param>
/// <param name="Environment">The environment variables that substitutions may name.</param>
/// <param name="Directory">The absolute working directory.</param>
internal sealed record ConfigurationSources(
    string? File, IReadOnlyList<string> Overrides, IReadOnlyDictionary<string, string> Environment, string Directory);

/// <summary>What became of reading a configuration.</summary>
/// <param name="Tree">The resolved values with all defaults; null when the text could not be read or resolved.</param>
/// <param name="Settings">The settings; null when there are errors.</param>
/// <param name="Errors">Everything that is wrong.</param>
/// <param name="Files">Full paths of the files that it depends on, included ones and missing ones among them.</param>
/// <param name="Keys">The keys that were read.</param>
/// <param name="Expansions">What stands for values whose placeholders have been replaced, by key.</param>
internal sealed record ConfigurationReading(
    HoconObject? Tree,
    HostSettings? Settings,
    IReadOnlyList<ConfigurationError> Errors,
    IReadOnlyList<string> Files,
    IReadOnlyCollection<string> Keys,
    IReadOnlyDictionary<string, string> Expansions)
{
    /// <summary>The settings.</summary>
    /// <exception cref="ConfigurationException">There are errors: it holds all of them.</exception>
    public HostSettings RequireSettings() => Settings ?? throw new ConfigurationException(Errors);
}

/// <summary>Reads a configuration: the defaults, over them the user's file, over that the single settings of the command line.</summary>
internal static class ConfigurationFile
{
    /// <summary>The text of <c>reference.conf</c>.</summary>
    public static string ReferenceText { get; } = ReadReference();

    private static readonly Lazy<HoconDocument> Reference = new(() => HoconDocument.ParseText(ReferenceText, SettingOrigin.Reference));

    /// <summary>Reads it. What is wrong is part of the result.</summary>
    public static ConfigurationReading Read(ConfigurationSources sources)
    {
        var errors = new List<ConfigurationError>();
        var options = new HoconOptions { Environment = sources.Environment.GetValueOrDefault, WorkingDirectory = sources.Directory };
        var (files, document) = (new List<string>(), Reference.Value);
        if (sources.File is not null)
        {
            files.Add(Path.GetFullPath(sources.File, sources.Directory));
            Add(() => HoconDocument.ParseFile(sources.File, options));
        }

        foreach (var text in sources.Overrides) Add(() => SingleSetting.Parse(text, options));
        files = [.. files.Union(document.Files)];
        if (errors.Count > 0) return Failed();
        try
        {
            return Read(document.Resolve(options), files, new SettingLog(sources.File, sources.Directory));
        }
        catch (HoconException unresolved)
        {
            errors.Add(Error(unresolved, sources.Directory));
            return Failed();
        }

        void Add(Func<HoconDocument> parse)
        {
            try
            {
                document = parse().WithFallback(document);
            }
            catch (HoconException malformed)
            {
                errors.Add(Error(malformed, sources.Directory));
            }
        }

        ConfigurationReading Failed() => new(null, null, errors, files, [], new Dictionary<string, string>());
    }

    /// <summary>An error of the text, as errors of the configuration are shown.</summary>
    public static ConfigurationError Error(HoconException error, string directory)
    {
        var origin = error.Origin is { } place ? SettingOrigin.Of(place, directory) : new SettingOrigin("configuration");
        return new ConfigurationError(origin, null, null, error.Remedy is null ? error.Problem : $"{error.Problem}; {error.Remedy}");
    }

    private static ConfigurationReading Read(HoconObject tree, IReadOnlyList<string> files, SettingLog log)
    {
        var settings = HostReading.Read(tree, log);
        return new ConfigurationReading(tree, log.Errors.Count == 0 ? settings : null, log.Errors, files, log.Keys, log.Expansions);
    }

    private static string ReadReference()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(SettingOrigin.Reference)
            ?? throw new InvalidOperationException($"{SettingOrigin.Reference} is not part of the executable");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
