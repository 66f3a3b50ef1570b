using System.Globalization;

namespace ActorSweeper.Host.Configuration;

/// <summary>Reads numbers, shares, sizes and durations within their bounds.</summary>
internal static class SettingNumbers
{
    private const string OrOff = ", or off";

    /// <summary>A whole number.</summary>
    public static int Whole(this SettingReader section, string key, int from, int to, bool orOff = false)
    {
        return section.Value<int>(
            key, Read, string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}") + (orOff ? OrOff : ""));

        bool Read(string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= from && value <= to;
    }

    /// <summary>A whole number, or null when switched off.</summary>
    public static int? WholeOrOff(this SettingReader section, string key, int from, int to) =>
        section.IsOff(key) ? null : section.Whole(key, from, to, orOff: true);

    /// <summary>A decimal number.</summary>
    public static double? NumberOrOff(this SettingReader section, string key, double from, double to)
    {
        if (section.IsOff(key)) return null;
        return section.Value<double>(
            key, Read, string.Create(CultureInfo.InvariantCulture, $"a number from {from} to {to}") + OrOff);

        bool Read(string text, out double value) => TryNumber(text, out value) && value >= from && value <= to;
    }

    /// <summary>A share from 0 to 1.</summary>
    public static double Share(this SettingReader section, string key) =>
        section.Share(key, allowsZero: true, "a fraction from 0 to 1, such as 0.5");

    /// <summary>A share above 0 up to 1, or null when switched off.</summary>
    public static double? ShareOrOff(this SettingReader section, string key) =>
        section.IsOff(key) ? null : section.Share(key, allowsZero: false, $"a fraction above 0 up to 1, such as 0.5{OrOff}");

    /// <summary>A duration.</summary>
    public static TimeSpan Duration(this SettingReader section, string key, string from, string to, bool orOff = false)
    {
        var (least, most) = (DurationText.Read(from), DurationText.Read(to));
        return section.Value<TimeSpan>(
            key, Read, $"a duration with its unit, from {from} to {to}{(orOff ? OrOff : "")}", DurationText.WithUnit);

        bool Read(string text, out TimeSpan value) => DurationText.TryRead(text, out value) && value >= least && value <= most;
    }

    /// <summary>A duration, or null when switched off.</summary>
    public static TimeSpan? DurationOrOff(this SettingReader section, string key, string from, string to) =>
        section.IsOff(key) ? null : section.Duration(key, from, to, orOff: true);

    /// <summary>A size in bytes.</summary>
    public static long Size(this SettingReader section, string key, string from, string to, bool orOff = false)
    {
        var (least, most) = (SizeText.Read(from), SizeText.Read(to));
        return section.Value<long>(key, Read, $"a size with its unit, from {from} to {to}{(orOff ? OrOff : "")}", SizeText.WithUnit);

        bool Read(string text, out long value) => SizeText.TryRead(text, out value) && value >= least && value <= most;
    }

    /// <summary>A size in bytes, or null when switched off.</summary>
    public static long? SizeOrOff(this SettingReader section, string key, string from, string to) =>
        section.IsOff(key) ? null : section.Size(key, from, to, orOff: true);

    /// <summary>Notes it when a duration is longer than another that has to be at least as long.</summary>
    /// <param name="section">The section of both.</param>
    /// <param name="shortKey">The key of the one that may not be longer.</param>
    /// <param name="shorter">What is in force for it; null when it is switched off.</param>
    /// <param name="longKey">The key of the other.</param>
    /// <param name="longer">What is in force for that.</param>
    public static void AtMost(this SettingReader section, string shortKey, TimeSpan? shorter, string longKey, TimeSpan? longer)
    {
        if (shorter is not { } small || longer is not { } large || small <= large) return;
        if (!section.IsSound(shortKey) || !section.IsSound(longKey)) return;
        if (section.Find(shortKey) is not var (_, shortNode) || section.Find(longKey) is not var (_, longNode)) return;
        // Who changed one of the two is told about that one.
        var (shortPlace, longPlace) = (section.Shown(shortNode), section.Shown(longNode));
        if (shortPlace.IsDefault && !longPlace.IsDefault)
            section.Note(longKey, $"expected at least {shortKey}, which is {DurationText.Of(small)} ({shortPlace})");
        else
            section.Note(shortKey, $"expected at most {longKey}, which is {DurationText.Of(large)} ({longPlace})");
    }

    private static double Share(this SettingReader section, string key, bool allowsZero, string expected)
    {
        return section.Value<double>(key, Read, expected, Suggest);

        bool Read(string text, out double value) => TryNumber(text, out value) && value <= 1 && (value > 0 || (allowsZero && value == 0));

        static string? Suggest(string text) =>
            TryNumber(text.TrimEnd('%', ' '), out var percent) && percent is >= 1 and <= 100
                ? (percent / 100).ToString(CultureInfo.InvariantCulture)
                : null;
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
