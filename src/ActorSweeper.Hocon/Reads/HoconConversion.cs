using System.Globalization;
using System.Numerics;
using ActorSweeper.Hocon.Reads;
using ActorSweeper.Hocon.Syntax;
using ActorSweeper.Hocon.Values;

namespace ActorSweeper.Hocon;

/// <summary>
/// Conversions of one value (HOCON, "Automatic type conversions"). The name in each is what errors call the value, normally its path. All
/// throw <see cref="HoconException"/> with the origin of the value.
/// </summary>
public static class HoconConversion
{
    /// <summary>The text of a string, number or boolean.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The text as it was written.</returns>
    public static string AsString(this HoconValue value, string name) =>
        value is HoconNull ? throw NotNull(value, name) : value.ConcatenationText ?? throw Wrong(value, name, "a string");

    /// <summary>A whole number from -2^31 to 2^31-1.</summary>
    /// <param name="value">A number or a string with one; fractions are cut off.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The number.</returns>
    public static int AsInt32(this HoconValue value, string name) =>
        Whole(value, name) is var whole && whole >= int.MinValue && whole <= int.MaxValue
            ? (int)whole
            : throw Wrong(value, name, "a whole number of 32 bits");

    /// <summary>A whole number from -2^63 to 2^63-1.</summary>
    /// <param name="value">A number or a string with one; fractions are cut off.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The number.</returns>
    public static long AsInt64(this HoconValue value, string name) =>
        Whole(value, name) is var whole && whole >= long.MinValue && whole <= long.MaxValue
            ? (long)whole
            : throw Wrong(value, name, "a whole number of 64 bits");

    /// <summary>A floating-point number.</summary>
    /// <param name="value">A number or a string with one.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The nearest double; always finite.</returns>
    public static double AsDouble(this HoconValue value, string name)
    {
        var text = Scalar(value, name, "a number");
        return NumberText.IsDecimal(text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : throw Wrong(value, name, "a number");
    }

    /// <summary>A boolean.</summary>
    /// <param name="value">A boolean, or one of the strings true, yes, on, false, no, off.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The boolean.</returns>
    public static bool AsBoolean(this HoconValue value, string name) => value switch
    {
        HoconBoolean boolean => boolean.Value,
        HoconString { Text: "true" or "yes" or "on" } => true,
        HoconString { Text: "false" or "no" or "off" } => false,
        HoconNull => throw NotNull(value, name),
        _ => throw Wrong(value, name, "a boolean: true, yes, on, false, no or off"),
    };

    /// <summary>A duration as <see cref="HoconDuration"/> reads it.</summary>
    /// <param name="value">A string with a unit, or a number of milliseconds.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The duration in nanoseconds.</returns>
    public static long AsNanoseconds(this HoconValue value, string name)
    {
        var problem = HoconDuration.TryParseNanoseconds(value.AsString(name), out var nanoseconds);
        return problem is null ? nanoseconds : throw new HoconException(HoconErrorKind.BadValue, $"{name}: {problem}", value.Origin);
    }

    /// <summary>A duration as <see cref="HoconDuration"/> reads it.</summary>
    /// <param name="value">A string with a unit, or a number of milliseconds.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The duration, cut off to 100 ns.</returns>
    public static TimeSpan AsDuration(this HoconValue value, string name) =>
        TimeSpan.FromTicks(value.AsNanoseconds(name) / TimeSpan.NanosecondsPerTick);

    /// <summary>A size as <see cref="HoconSize"/> reads it, of any magnitude.</summary>
    /// <param name="value">A string with a unit, or a number of bytes.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The size in bytes.</returns>
    public static BigInteger AsBigSize(this HoconValue value, string name)
    {
        var problem = HoconSize.TryParse(value.AsString(name), out var bytes);
        return problem is null ? bytes : throw new HoconException(HoconErrorKind.BadValue, $"{name}: {problem}", value.Origin);
    }

    /// <summary>A size as <see cref="HoconSize"/> reads it, up to 2^63-1 bytes.</summary>
    /// <param name="value">A string with a unit, or a number of bytes.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The size in bytes.</returns>
    public static long AsSize(this HoconValue value, string name) => value.AsBigSize(name) is var bytes && bytes <= long.MaxValue
        ? (long)bytes
        : throw new HoconException(HoconErrorKind.BadValue, $"{name} exceeds 2^63-1 bytes", value.Origin);

    /// <summary>An array, also of an object with numeric keys.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The array.</returns>
    public static HoconArray AsList(this HoconValue value, string name) => value switch
    {
        HoconArray items => items,
        HoconObject fields when NumericIndex.ToArray(fields) is { } items => items,
        HoconNull => throw NotNull(value, name),
        _ => throw Wrong(value, name, "an array"),
    };

    /// <summary>An object.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">What an error calls it.</param>
    /// <returns>The object.</returns>
    public static HoconObject AsObject(this HoconValue value, string name) => value switch
    {
        HoconObject fields => fields,
        HoconNull => throw NotNull(value, name),
        _ => throw Wrong(value, name, "an object"),
    };

    private static BigInteger Whole(HoconValue value, string name) =>
        ExactDecimal.Parse(Scalar(value, name, "a number"))?.Times(BigInteger.One) ?? throw Wrong(value, name, "a number");

    private static string Scalar(HoconValue value, string name, string expected) => value switch
    {
        HoconNumber number => number.Text,
        // Java's parseDouble, which lightbend/config uses, ignores white space around the number.
        HoconString text => WhiteSpace.Trim(text.Text),
        HoconNull => throw NotNull(value, name),
        _ => throw Wrong(value, name, expected),
    };

    private static HoconException NotNull(HoconValue value, string name) =>
        new(HoconErrorKind.Null, $"{name} is null", value.Origin, "give it a value");

    private static HoconException Wrong(HoconValue value, string name, string expected)
    {
        var actual = value.Kind switch
        {
            HoconValueKind.Object => "an object",
            HoconValueKind.Array => "an array",
            _ => $"'{value.ConcatenationText}'",
        };
        return new HoconException(HoconErrorKind.WrongType, $"{name} is {actual}, expected {expected}", value.Origin);
    }
}
