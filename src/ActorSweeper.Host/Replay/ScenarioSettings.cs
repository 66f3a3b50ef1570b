using System.Reflection;
using ActorSweeper.Core.Spelling;
using ActorSweeper.Hocon;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Simulation.Scenarios;
using ActorSweeper.Supervision;

namespace ActorSweeper.Host.Replay;

/// <summary>
/// Reads the settings of a scenario: the block over the world that scenarios play in, over the preset that it names, over
/// <c>reference.conf</c>. Nothing outside is looked at, the environment least of all.
/// </summary>
internal static class ScenarioSettings
{
    private const string Suffix = ".conf";

    /// <summary>The world of scenarios: an installation that is nobody's, in UTC.</summary>
    private const string World =
        """
        actorsweeper {
          sources.nanoclaw { enabled = on, root = "/", zone = UTC }
          schedule-defaults.zone = UTC
          containers.runtime = none
        }
        """;

    /// <summary>The presets, each with the files that it includes.</summary>
    private static readonly Dictionary<string, string[]> Presets =
        new(StringComparer.Ordinal) { ["nanoclaw-parity"] = ["nanoclaw"], ["nanoclaw"] = [] };

    /// <summary>Reads a block.</summary>
    /// <exception cref="ScenarioException">It is wrong: names everything that is.</exception>
    public static SupervisionSettings Read(SettingsBlock block)
    {
        var directory = Directory.GetCurrentDirectory();
        var options = new HoconOptions
        {
            Environment = Unset,
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(block.Path)),
        };
        try
        {
            var document = LayersOf(block).Aggregate(
                HoconDocument.ParseText(block.Text, block.Path, options).WithFallback(HoconDocument.ParseText(World, "scenario")),
                (above, layer) => above.WithFallback(Layer(layer)));
            document = document.WithFallback(HoconDocument.ParseText(ConfigurationFile.ReferenceText, SettingOrigin.Reference));
            var log = new SettingLog(block.Path, directory);
            var settings = HostReading.Read(document.Resolve(options), log);
            if (log.Errors.Count > 0) throw new ScenarioException([.. log.Errors.Select(error => error.ToString())]);
            return settings.Supervision;
        }
        catch (HoconException wrong)
        {
            throw new ScenarioException([ConfigurationFile.Error(wrong, directory).ToString()]);
        }
    }

    private static IEnumerable<string> LayersOf(SettingsBlock block)
    {
        if (block.Preset is not { } preset) return [];
        if (Presets.TryGetValue(preset, out var below)) return [preset, .. below];
        var hint = Nearest.To(preset, Presets.Keys) is { } near ? $"did you mean {near}?" : "there are: " + string.Join(", ", Presets.Keys);
        throw new ScenarioException(block.Path, block.Line, $"there is no preset {preset}; {hint}");
    }

    private static string? Unset(string name) => null;

    /// <summary>A preset's own file. What it includes is the next layer: no file of this machine stands in for it.</summary>
    private static HoconDocument Layer(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + Suffix)
            ?? throw new InvalidOperationException($"{name}{Suffix} is not part of the executable");
        using var reader = new StreamReader(stream);
        var nowhere = new HoconOptions { Environment = Unset, WorkingDirectory = Path.Combine(AppContext.BaseDirectory, "presets") };
        return HoconDocument.ParseText(reader.ReadToEnd(), name + Suffix, nowhere);
    }
}
