using System.Globalization;
using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>Where a value was written, as it is shown.</summary>
/// <param name="Source">The file, relative to the working directory where it is below it; <c>reference.conf</c> or <c>--set</c>.</param>
/// <param name="Line">The line in it, from 1; null where there are no lines.</param>
/// <param name="Variable">The environment variable that the value was taken from; null when it stands there itself.</param>
internal sealed record SettingOrigin(string Source, int? Line = null, string? Variable = null)
{
    /// <summary>What the source of defaults is called.</summary>
    public const string Reference = "reference.conf";

    /// <summary>What the source of command-line settings is called.</summary>
    public const string CommandLine = "--set";

    /// <summary>Whether it is a default.</summary>
    public bool IsDefault => Source == Reference;

    /// <summary>Whether it is a single setting of the command line.</summary>
    public bool IsSingle => Source == CommandLine;

    /// <summary>The place, as editors and compilers write it.</summary>
    public string Place => Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{Source}:{line}") : Source;

    /// <summary>How a place is shown.</summary>
    /// <param name="place">The place.</param>
    /// <param name="directory">The working directory.</param>
    public static SettingOrigin Of(HoconOrigin place, string directory)
    {
        if (place.Kind == HoconOriginKind.Environment)
            return Asking(place, directory) with { Variable = place.Name };
        var source = place.Kind == HoconOriginKind.File ? Shortened(place.Name, directory) : place.Name;
        return new SettingOrigin(source, place.Line > 0 && source != CommandLine ? place.Line : null);
    }

    /// <summary>The place, and the variable if there is one.</summary>
    public override string ToString() => Variable is null ? Place : $"{Place} (environment variable {Variable})";

    private static SettingOrigin Asking(HoconOrigin variable, string directory) =>
        variable.ReferencedFrom is { } substitution ? Of(substitution, directory) : new SettingOrigin("environment");

    private static string Shortened(string path, string directory)
    {
        var relative = Path.GetRelativePath(directory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
