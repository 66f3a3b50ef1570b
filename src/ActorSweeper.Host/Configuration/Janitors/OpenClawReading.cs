using System.Diagnostics.CodeAnalysis;
using ActorSweeper.Adapters.OpenClaw;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Host.Configuration.Janitors;

/// <summary>Reads what the janitor of OpenClaw's sessions works on.</summary>
internal static class OpenClawReading
{
    private const string ExamplePath = "~/.openclaw/agents/*/sessions/sessions.json";

    /// <summary>Reads it; what is wrong is noted, also when the janitor is off.</summary>
    /// <param name="section">Its section.</param>
    /// <returns>Null when the janitor is off.</returns>
    public static JanitorSettings<OpenClawOptions>? OpenClaw(this SettingReader section)
    {
        var enabled = section.Switch("enabled");
        var isDry = section.Word("mode", ("delete", false), ("dry-run", true));
        var stores = section.List("stores", $"[\"{ExamplePath}\"]");
        if (section.IsSound("stores") && (stores.Count == 0 || stores.Any(static path => !IsPath(path))))
            section.Note("stores", $"expected absolute paths of stores, * and ? for parts of a name, such as [\"{ExamplePath}\"]");
        var jobs = section.TextOrNull("jobs-file", IsPath, "the absolute path of OpenClaw's list of cron jobs, or null");
        var options = new OpenClawOptions(
            [.. stores.Select(Expand)],
            section.RetentionOrOff("cron-retention"),
            section.RetentionOrOff("hook-retention"),
            section.Value<OpenClawDuration>("min-interval", OpenClawDuration.TryParse, OpenClawDuration.Expected, Suggest),
            jobs is null ? null : Expand(jobs),
            section.RetentionOrOff("orphan-age"),
            section.RetentionOrOff("left-over-age"));
        if (jobs is not null && section.IsSound("jobs-file") && section.IsOff("cron-retention"))
            section.Note("jobs-file", "expected null: with cron-retention = off the sessions of all jobs are kept");
        return enabled ? new JanitorSettings<OpenClawOptions>(options, isDry) : null;
    }

    private static OpenClawDuration? RetentionOrOff(this SettingReader section, string key) => section.IsOff(key)
        ? null
        : section.Value<OpenClawDuration>(key, OpenClawDuration.TryParse, $"{OpenClawDuration.Expected}, or off", Suggest);

    /// <summary>What somebody may have meant who wrote blanks, or units in words.</summary>
    private static string? Suggest(string text)
    {
        if (text is "false" or "none" or "no" or "never" or "disabled") return "off";
        if (DurationText.TryRead(text, out var duration) && duration >= TimeSpan.Zero)
            return new OpenClawDuration((long)duration.TotalMilliseconds).ToString();
        var joined = string.Concat(text.Where(static character => !char.IsWhiteSpace(character)));
        return joined != text && OpenClawDuration.TryParse(joined, out _) ? joined : null;
    }

    private static bool IsPath([NotNullWhen(true)] string? text) =>
        text is ['/', _, ..] or ['~', '/', _, ..] && !text.Contains('\0') && !text.EndsWith('/');

    private static string Expand(string path) => path is ['~', '/', .. var below]
        ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), below)
        : path;
}
