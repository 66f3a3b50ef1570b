using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>Sizes as they stand in a configuration: a number with its unit.</summary>
internal static class SizeText
{
    /// <summary>Reads a size that is known to be one.</summary>
    public static long Read(string text) => TryRead(text, out var bytes) ? bytes : throw new FormatException($"'{text}' is not a size");

    /// <summary>Reads a size. Without a unit it is none: who writes 512 hardly means bytes.</summary>
    public static bool TryRead(string text, out long bytes)
    {
        bytes = 0;
        if (!char.IsAsciiLetter(text.AsSpan().TrimEnd() is [.., var last] ? last : ' ')) return false;
        if (HoconSize.TryParse(text, out var exact) is not null || exact > long.MaxValue) return false;
        bytes = (long)exact;
        return true;
    }

    /// <summary>What somebody who wrote the unit in another way, or none, has probably meant; null when that is not it.</summary>
    public static string? WithUnit(string text)
    {
        var number = text.TrimEnd([.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ "]);
        var unit = text[number.Length..].Trim().ToUpperInvariant() switch
        {
            "K" or "KB" or "KIB" => "KiB",
            "" or "M" or "MB" or "MIB" => "MiB",
            "G" or "GB" or "GIB" => "GiB",
            _ => null,
        };
        return unit is not null && number + unit != text && TryRead(number + unit, out _) ? number + unit : null;
    }
}
