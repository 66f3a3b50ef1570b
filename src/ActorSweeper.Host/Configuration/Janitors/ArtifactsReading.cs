using ActorSweeper.Adapters.Artifacts;

namespace ActorSweeper.Host.Configuration.Janitors;

/// <summary>Reads the janitor of artifacts.</summary>
internal static class ArtifactsReading
{
    private const string DefaultQuery = "SELECT session_id FROM sessions";

    private enum Preset
    {
        None,
        NanoClawV1,
        NanoClawV2,
    }

    /// <summary>Reads its section; what is wrong is noted, also when it is off.</summary>
    /// <returns>Null when it is off.</returns>
    public static ArtifactsOptions? Artifacts(this SettingReader section)
    {
        var enabled = section.Switch("enabled");
        var mode = section.Word(
            "mode", ("delete", ArtifactsMode.Delete), ("trash", ArtifactsMode.Trash), ("dry-run", ArtifactsMode.DryRun));
        var preset = section.Word(
            "preset", ("nanoclaw-v1", Preset.NanoClawV1), ("nanoclaw-v2", Preset.NanoClawV2), ("none", Preset.None));
        var places = Places(section, enabled, preset);
        var wholeDays = section.Switch("legacy-mtime-rounding");
        if (wholeDays && preset == Preset.NanoClawV2)
            section.Note("legacy-mtime-rounding", "expected off: only preset = nanoclaw-v1 has an original that rounds");
        var windows = Windows(section.Section("windows"));
        IReadOnlyList<ArtifactRule> rules = preset switch
        {
            Preset.NanoClawV1 => ArtifactPresets.NanoClawV1(places, windows, wholeDays),
            Preset.NanoClawV2 => ArtifactPresets.NanoClawV2(places, windows),
            _ => [],
        };
        var ids = ActiveIds(section.Section("active-ids"), preset, places);
        // Read also where no rule needs them, so that what is wrong in them is told.
        _ = Traits(section.Section("rule-defaults"));
        var own = section.Named("rules", section.Section("rule-defaults")).Select(named => Rule(named.Section, named.Name)).ToList();
        NoteWrong(section, enabled, preset, ids, own);
        var options = new ArtifactsOptions([.. rules, .. own], ids, mode, section.Duration("trash-retention", "1m", "365d"));
        return enabled ? options : null;
    }

    private static NanoClawPlaces Places(SettingReader section, bool enabled, Preset preset)
    {
        if (enabled && preset != Preset.None && section.IsNull("root"))
            section.Note("root", "expected the absolute path of the NanoClaw checkout; preset = none is without one");
        var places = NanoClawPlaces.Under(section.PathOrNull("root") ?? "/");
        // They may come from another program's environment: who does not use the janitor need not set them right.
        if (!enabled) return Known(section, places);
        return new NanoClawPlaces(
            section.PathOrNull("store-directory") ?? places.Store,
            section.PathOrNull("data-directory") ?? places.Data,
            section.PathOrNull("groups-directory") ?? places.Groups);
    }

    private static NanoClawPlaces Known(SettingReader section, NanoClawPlaces places)
    {
        foreach (var key in new[] { "store-directory", "data-directory", "groups-directory" }) _ = section.Find(key);
        return places;
    }

    private static ArtifactWindows Windows(SettingReader section)
    {
        return new ArtifactWindows(
            Window("transcripts"), Window("debug-logs"), Window("todos"), Window("telemetry"), Window("group-logs"));

        TimeSpan? Window(string key) => section.DurationOrOff(key, "1m", "3650d");
    }

    private static ActiveIdsOptions? ActiveIds(SettingReader section, Preset preset, NanoClawPlaces places)
    {
        var database = section.PathOrNull("database");
        var query = section.TextOrNull("query", IsSelect, "a statement that begins with SELECT or WITH, or null");
        var busy = section.Duration("busy-timeout", "0s", "1m");
        var own = preset switch
        {
            Preset.NanoClawV1 => ArtifactPresets.ActiveIdsV1(places, busy),
            Preset.NanoClawV2 => ArtifactPresets.ActiveIdsV2(places, busy),
            _ => database is null ? null : new ActiveIdsOptions(database, DefaultQuery, null, busy),
        };
        if (own is null) return null;
        own = own with { Database = database ?? own.Database };
        return query is null ? own : own with { Query = query, SessionFolders = null };
    }

    private static bool IsSelect(string text) =>
        text.TrimStart() is var sql && (sql.StartsWith("SELECT ", StringComparison.OrdinalIgnoreCase)
            || sql.StartsWith("WITH ", StringComparison.OrdinalIgnoreCase));

    private static ArtifactRule Rule(SettingReader section, string name) => Traits(section) with
    {
        Name = name,
        Root = HomePath.Expand(section.Text("root", HomePath.IsOne, HomePath.Expected)),
        Glob = section.Text("glob", ArtifactRule.IsGlob, "a path beneath the root such as logs/**/*.log, without empty, . or .. steps"),
        Age = section.Duration("age", "1m", "3650d"),
    };

    /// <summary>What a rule need not say.</summary>
    private static ArtifactRule Traits(SettingReader section) => new(
        "",
        "",
        "",
        TimeSpan.Zero,
        section.Word("age-source", ("mtime", AgeSource.Modified), ("ctime", AgeSource.Changed), ("name-date", AgeSource.NameDate)),
        section.Word(
            "protection", ("none", ArtifactProtection.None), ("stem", ArtifactProtection.Stem), ("any-id", ArtifactProtection.AnyId)),
        section.Word("unit", ("file", ArtifactUnit.File), ("entry", ArtifactUnit.Entry), ("transcript", ArtifactUnit.Transcript)),
        section.List("except", "[latest]"));

    private static void NoteWrong(
        SettingReader section, bool enabled, Preset preset, ActiveIdsOptions? ids, IReadOnlyList<ArtifactRule> own)
    {
        if (enabled && preset == Preset.None && own.Count == 0 && section.IsSound("preset"))
            section.Note("preset", "expected nanoclaw-v1 or nanoclaw-v2, or a rule in rules");
        if (ids is null && own.Any(rule => rule.Protection != ArtifactProtection.None))
            section.Section("active-ids").Note("database", "expected the database of active ids, which a rule is protected by");
        if (own.SelectMany(rule => rule.Except ?? []).FirstOrDefault(name => name.Length == 0 || name.Contains('/')) is { } wrong)
            section.Note("rules", $"except: '{wrong}' is no name of a file");
    }
}
