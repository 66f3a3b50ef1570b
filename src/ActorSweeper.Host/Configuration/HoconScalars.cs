using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>What a single value says, whatever type its notation gave it.</summary>
internal static class HoconScalars
{
    /// <summary>The text of a text, a number or a truth value; null for <c>null</c>, lists and sections.</summary>
    public static string? Scalar(this HoconValue value) => value is HoconNull or HoconArray or HoconObject ? null : value.ToString();
}
