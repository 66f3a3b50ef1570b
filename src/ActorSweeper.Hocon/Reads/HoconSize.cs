using System.Numerics;
using ActorSweeper.Hocon.Reads;

namespace ActorSweeper.Hocon;

/// <summary>
/// Sizes as text (HOCON, "Size in bytes format"). <c>kB MB GB ...</c> and the long names are powers of 1000; <c>k K Ki KiB m M ...</c> are
/// powers of 1024, as in <c>java -Xmx</c>; no unit means bytes. Units are case-sensitive: <c>KB</c> is an error.
/// </summary>
public static class HoconSize
{
    private static readonly Dictionary<string, BigInteger> Units = MakeUnits();

    /// <summary>Reads a size.</summary>
    /// <param name="text">For example <c>512 MiB</c>, <c>1.5k</c> or <c>1024</c>.</param>
    /// <param name="bytes">The size in bytes, cut off to a whole number; not negative, without an upper bound.</param>
    /// <returns>What is wrong, or <see langword="null"/> when the text is a size.</returns>
    public static string? TryParse(string text, out BigInteger bytes)
    {
        bytes = BigInteger.Zero;
        var (number, unit) = UnitText.Split(text);
        if (number.Length == 0) return $"'{text}' has no number, expected a size such as 64 MiB";
        if (!Units.TryGetValue(unit, out var factor)) return $"'{unit}' is not a unit of size, expected for example B, kB, MB, KiB or MiB";
        if (ExactDecimal.Parse(number) is not { } exact) return $"'{number}' is not a number, expected a size such as 64 MiB";
        bytes = exact.Times(factor);
        return exact.Digits.Sign < 0 ? $"'{text}' is negative" : null;
    }

    private static Dictionary<string, BigInteger> MakeUnits()
    {
        var units = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        foreach (var name in (string[])["", "b", "B", "byte", "bytes"]) units[name] = BigInteger.One;
        string[] decimals = ["kilo", "mega", "giga", "tera", "peta", "exa", "zetta", "yotta"];
        string[] binaries = ["kibi", "mebi", "gibi", "tebi", "pebi", "exbi", "zebi", "yobi"];
        for (var i = 0; i < decimals.Length; i++)
        {
            var thousands = BigInteger.Pow(1000, i + 1);
            var letter = decimals[i][..1];
            units[decimals[i] + "byte"] = units[decimals[i] + "bytes"] = thousands;
            units[(i == 0 ? letter : letter.ToUpperInvariant()) + "B"] = thousands;
            var power = BigInteger.Pow(1024, i + 1);
            units[binaries[i] + "byte"] = units[binaries[i] + "bytes"] = power;
            units[letter] = units[letter.ToUpperInvariant()] = power;
            units[letter.ToUpperInvariant() + "i"] = units[letter.ToUpperInvariant() + "iB"] = power;
        }

        return units;
    }
}
