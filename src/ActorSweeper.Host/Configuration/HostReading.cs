using ActorSweeper.Hocon;
using ActorSweeper.Host.Configuration.Janitors;

namespace ActorSweeper.Host.Configuration;

/// <summary>Reads all settings of the host from a resolved configuration.</summary>
internal static class HostReading
{
    /// <summary>The key that everything is under.</summary>
    public const string RootKey = "actorsweeper";

    /// <summary>Reads them.</summary>
    /// <param name="tree">The resolved configuration with all defaults.</param>
    /// <param name="log">Gets what is wrong; the settings count only when nothing is.</param>
    public static HostSettings Read(HoconObject tree, SettingLog log)
    {
        var top = SettingReader.OfRoot(tree, log);
        var section = top.Section(RootKey);
        var source = section.Section("sources").Section("nanoclaw");
        var nanoClaw = source.NanoClaw(out var root);
        var placeholders = new Placeholders(root);
        // Without a source there is no session to run and nothing to stop: then the containers need not be complete.
        var isUsed = nanoClaw is not null;
        var containers = section.Section("containers");
        var supervision = section.Section("supervision")
            .Supervision(containers, section.Section("journal"), nanoClaw?.Zone ?? TimeZoneInfo.Local);
        var settings = new HostSettings(
            supervision with { Schedules = section.Schedules(JanitorsSettings.Names) },
            nanoClaw,
            containers.Containers(placeholders, isUsed, needsRoot: isUsed && source.IsSound("root")),
            section.Section("janitors").Janitors(),
            DataDirectory(section, placeholders, needsRoot: source.IsSound("root")),
            Shutdown(section.Section("shutdown")),
            Level(section.Section("logging")));
        log.NoteUnknown();
        NoteIdle(tree, log);
        return settings;
    }

    // Under a root key that is nowhere near the right one, a whole configuration would be ignored in silence.
    private static void NoteIdle(HoconObject tree, SettingLog log)
    {
        if (EffectiveValues.Of(tree).Any(value => log.Shown(value.Value) is { IsDefault: false, IsSingle: false })) return;
        foreach (var (key, value) in tree.Where(member => member.Key != RootKey && log.IsSound(SettingText.Key(member.Key))))
            log.Note(new ConfigurationError(log.Shown(value), SettingText.Key(key), null, $"unknown key; everything is under {RootKey}"));
    }

    private static string DataDirectory(SettingReader section, Placeholders placeholders, bool needsRoot)
    {
        const string Key = "data-directory";
        const string Expected = "the absolute path of a directory";
        var text = section.Text(Key, text => text.Length > 0, Expected);
        if (!section.IsSound(Key)) return text;
        var path = placeholders.OfInstall(section, Key, text, needsRoot);
        if (!section.IsSound(Key)) return path;
        var isAbsolute = Path.IsPathFullyQualified(text) || text.StartsWith("{root}", StringComparison.Ordinal);
        if (!isAbsolute) section.Note(Key, $"expected {Expected}");
        else if (File.Exists(path)) section.Note(Key, $"expected {Expected}; there is a file of that name");
        return path.Length > 0 ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : path;
    }

    private static ShutdownSettings Shutdown(SettingReader section) =>
        new(section.Word("containers", ("leave", false), ("stop", true)), section.Duration("drain", "0s", "5m"));

    private static LogLevel Level(SettingReader section) => section.Word(
        "level",
        ("trace", LogLevel.Trace),
        ("debug", LogLevel.Debug),
        ("information", LogLevel.Information),
        ("warning", LogLevel.Warning),
        ("error", LogLevel.Error),
        ("critical", LogLevel.Critical),
        ("none", LogLevel.None));
}
