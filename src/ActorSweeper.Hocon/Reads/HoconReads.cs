using System.Diagnostics.CodeAnalysis;

namespace ActorSweeper.Hocon;

/// <summary>
/// Typed reads by path. All of them throw <see cref="HoconException"/> with <see cref="HoconErrorKind.Missing"/> or
/// <see cref="HoconErrorKind.Null"/> when nothing is set, with <see cref="HoconErrorKind.WrongType"/> when the value cannot be converted,
/// with <see cref="HoconErrorKind.BadValue"/> when a duration or size makes no sense, and with <see cref="HoconErrorKind.BadPath"/> or
/// <see cref="HoconErrorKind.Syntax"/> when the path itself is malformed.
/// </summary>
public static class HoconReads
{
    /// <summary>Whether a value other than <c>null</c> is set at a path.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression such as <c>a."b.c"</c>.</param>
    /// <returns>False also when something on the way is no object.</returns>
    public static bool Has(this HoconObject config, string path) => config.TryFind(path, out var value) && value is not HoconNull;

    /// <summary>Whether <c>null</c> is set at a path.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>True for <c>null</c>, false for any other value.</returns>
    public static bool IsNull(this HoconObject config, string path) =>
        config.TryFind(path, out var value) ? value is HoconNull : throw Missing(config, path);

    /// <summary>Finds a value of any type.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <param name="value">The value, which may be <see cref="HoconNull"/>.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(this HoconObject config, string path, [NotNullWhen(true)] out HoconValue? value) =>
        config.TryFind(HoconPath.Parse(path), out value);

    /// <summary>Finds a value of any type.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">The path.</param>
    /// <param name="value">The value, which may be <see cref="HoconNull"/>.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(this HoconObject config, HoconPath path, [NotNullWhen(true)] out HoconValue? value)
    {
        value = config;
        foreach (var key in path.Keys)
        {
            if (value is HoconObject fields && fields.TryGetValue(key, out value)) continue;
            value = null;
            return false;
        }

        return true;
    }

    /// <summary>A value of any type but <c>null</c>.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The value.</returns>
    public static HoconValue GetValue(this HoconObject config, string path)
    {
        if (!config.TryFind(path, out var value)) throw Missing(config, path);
        if (value is not HoconNull) return value;
        throw new HoconException(HoconErrorKind.Null, $"{path} is null", value.Origin, "give it a value");
    }

    /// <summary>A string; numbers and booleans convert to the text they were written with.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The text.</returns>
    public static string GetString(this HoconObject config, string path) => config.GetValue(path).AsString(path);

    /// <summary>A whole number of 32 bits; fractions are cut off, strings convert.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The number.</returns>
    public static int GetInt32(this HoconObject config, string path) => config.GetValue(path).AsInt32(path);

    /// <summary>A whole number of 64 bits; fractions are cut off, strings convert.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The number.</returns>
    public static long GetInt64(this HoconObject config, string path) => config.GetValue(path).AsInt64(path);

    /// <summary>A floating-point number; strings convert.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The nearest finite double.</returns>
    public static double GetDouble(this HoconObject config, string path) => config.GetValue(path).AsDouble(path);

    /// <summary>A boolean: <c>true</c>, <c>yes</c>, <c>on</c>, <c>false</c>, <c>no</c> or <c>off</c>, in lower case.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The boolean.</returns>
    public static bool GetBoolean(this HoconObject config, string path) => config.GetValue(path).AsBoolean(path);

    /// <summary>A duration; a number without a unit is milliseconds.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The duration, cut off to 100 ns.</returns>
    public static TimeSpan GetDuration(this HoconObject config, string path) => config.GetValue(path).AsDuration(path);

    /// <summary>A duration in nanoseconds; a number without a unit is milliseconds.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The duration in nanoseconds.</returns>
    public static long GetNanoseconds(this HoconObject config, string path) => config.GetValue(path).AsNanoseconds(path);

    /// <summary>A size in bytes up to 2^63-1; a number without a unit is bytes.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The size in bytes.</returns>
    public static long GetSize(this HoconObject config, string path) => config.GetValue(path).AsSize(path);

    /// <summary>An array; an object with numeric keys converts.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The array.</returns>
    public static HoconArray GetList(this HoconObject config, string path) => config.GetValue(path).AsList(path);

    /// <summary>An array whose elements all convert to strings.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The texts.</returns>
    public static IReadOnlyList<string> GetStringList(this HoconObject config, string path) =>
        [.. config.GetList(path).Select((item, index) => item.AsString($"{path}[{index}]"))];

    /// <summary>An object.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">A path expression.</param>
    /// <returns>The object.</returns>
    public static HoconObject GetObject(this HoconObject config, string path) => config.GetValue(path).AsObject(path);

    private static HoconException Missing(HoconObject config, string path) => new(
        HoconErrorKind.Missing,
        $"{path} is not set",
        config.Origin.Line > 0 ? config.Origin with { Line = 0, Column = 0 } : null,
        "set it");
}
