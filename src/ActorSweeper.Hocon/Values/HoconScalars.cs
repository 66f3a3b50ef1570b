using System.Globalization;

namespace ActorSweeper.Hocon;

/// <summary>A string; also every environment variable and every concatenation with text.</summary>
/// <param name="text">The text.</param>
/// <param name="origin">Where it was written.</param>
public sealed class HoconString(string text, HoconOrigin origin) : HoconValue(origin)
{
    /// <inheritdoc/>
    public override HoconValueKind Kind => HoconValueKind.String;

    /// <summary>The text without quotes and with escapes replaced.</summary>
    public string Text { get; } = text;

    internal override string ConcatenationText => Text;

    /// <summary>The text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}

/// <summary>A number, kept as it was written.</summary>
/// <param name="text">A decimal number, such as <c>1.50</c>, <c>1e3</c> or <c>007</c>.</param>
/// <param name="origin">Where it was written.</param>
public sealed class HoconNumber(string text, HoconOrigin origin) : HoconValue(origin)
{
    /// <inheritdoc/>
    public override HoconValueKind Kind => HoconValueKind.Number;

    /// <summary>The number as it was written.</summary>
    public string Text { get; } = text;

    /// <summary>The nearest double; infinite when the number exceeds its range.</summary>
    public double Value => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    internal override string ConcatenationText => Text;

    /// <summary>The number as it was written.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}

/// <summary><c>true</c> or <c>false</c>; <c>yes</c> and <c>on</c> are strings until they are read as booleans.</summary>
/// <param name="value">The value.</param>
/// <param name="origin">Where it was written.</param>
public sealed class HoconBoolean(bool value, HoconOrigin origin) : HoconValue(origin)
{
    /// <inheritdoc/>
    public override HoconValueKind Kind => HoconValueKind.Boolean;

    /// <summary>The value.</summary>
    public bool Value { get; } = value;

    internal override string ConcatenationText => Value ? "true" : "false";

    /// <summary>The value in HOCON's spelling.</summary>
    /// <returns><c>true</c> or <c>false</c>.</returns>
    public override string ToString() => ConcatenationText;
}

/// <summary><c>null</c>: the path exists, keeps the environment from being asked, and counts as not set.</summary>
/// <param name="origin">Where it was written.</param>
public sealed class HoconNull(HoconOrigin origin) : HoconValue(origin)
{
    /// <inheritdoc/>
    public override HoconValueKind Kind => HoconValueKind.Null;

    internal override string ConcatenationText => "null";

    /// <summary>The value in HOCON's spelling.</summary>
    /// <returns><c>null</c>.</returns>
    public override string ToString() => ConcatenationText;
}
