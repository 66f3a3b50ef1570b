using System.Diagnostics.CodeAnalysis;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Host.Configuration;

/// <summary>Reads where sessions come from.</summary>
internal static class SourcesReading
{
    /// <summary>Reads the NanoClaw source.</summary>
    /// <param name="section">Its section.</param>
    /// <param name="root">The root, also when the source is off; null when none is set, or a wrong one.</param>
    /// <returns>Null when the source is off.</returns>
    public static NanoClawSettings? NanoClaw(this SettingReader section, out string? root)
    {
        var enabled = section.Switch("enabled");
        var path = section.IsNull("root") && !enabled
            ? null
            : section.Text("root", Path.IsPathFullyQualified, "the absolute path of the NanoClaw checkout");
        if (enabled && section.IsSound("root") && !Directory.Exists(path)) section.Note("root", "expected an existing directory");
        root = section.IsSound("root") && path is not null ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : null;
        var (zone, timeout) = (section.Zone("zone"), section.Duration("busy-timeout", "0s", "1m"));
        return enabled ? new NanoClawSettings(root ?? "", zone, timeout) : null;
    }

    /// <summary>A time zone.</summary>
    public static TimeZoneInfo Zone(this SettingReader section, string key)
    {
        return section.Value<TimeZoneInfo>(key, Read, "an IANA time zone such as Europe/Berlin, or local", Suggest) ?? TimeZoneInfo.Utc;

        static bool Read(string text, [MaybeNullWhen(false)] out TimeZoneInfo zone)
        {
            zone = text == "local" ? TimeZoneInfo.Local : null;
            return zone is not null || Zones.TryFind(text, out zone);
        }

        static string? Suggest(string text)
        {
            try
            {
                return Zones.Find(text).Id;
            }
            catch (UnknownZoneException unknown)
            {
                return unknown.NearestId;
            }
        }
    }
}
