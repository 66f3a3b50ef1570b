using System.Globalization;
using System.Numerics;
using ActorSweeper.Hocon.Syntax;

namespace ActorSweeper.Hocon.Reads;

/// <summary>A decimal number without rounding: <see cref="Digits"/> times ten to the power of <see cref="Exponent"/>.</summary>
internal readonly record struct ExactDecimal(BigInteger Digits, int Exponent)
{
    /// <summary>More digits or a larger exponent than any value in range needs would only cost time.</summary>
    private const int MaxDigits = 400;

    public static ExactDecimal? Parse(string text)
    {
        if (text.Length > MaxDigits || !NumberText.IsDecimal(text)) return null;
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (e >= 0 && (!int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || Math.Abs((long)exponent) > MaxDigits)) return null;
        var mantissa = e < 0 ? text : text[..e];
        var period = mantissa.IndexOf('.');
        if (period >= 0) exponent -= mantissa.Length - period - 1;
        var digits = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return new ExactDecimal(digits, exponent);
    }

    /// <summary>The product with a whole number, cut off towards zero.</summary>
    public BigInteger Times(BigInteger factor) => Exponent >= 0
        ? Digits * factor * BigInteger.Pow(10, Exponent)
        : BigInteger.Divide(Digits * factor, BigInteger.Pow(10, -Exponent));
}
