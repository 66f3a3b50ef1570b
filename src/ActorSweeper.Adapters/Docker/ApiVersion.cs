using System.Globalization;

namespace ActorSweeper.Adapters.Docker;

/// <summary>A version of the Engine API.</summary>
internal readonly record struct ApiVersion(int Major, int Minor)
{
    /// <summary>The oldest that has every verb used here.</summary>
    public static readonly ApiVersion Oldest = new(1, 24);

    /// <summary>The newest that these verbs were checked against; a newer engine is asked in this version.</summary>
    public static readonly ApiVersion Newest = new(1, 51);

    /// <summary>The version to speak with an engine of this version.</summary>
    /// <exception cref="DockerProtocolException">The engine is too old.</exception>
    public static ApiVersion Negotiate(ApiVersion engine)
    {
        if (engine.IsBefore(Oldest))
            throw new DockerProtocolException($"the engine speaks API version {engine}; {Oldest} or newer is needed");
        return engine.IsBefore(Newest) ? engine : Newest;
    }

    public static bool TryParse(string? text, out ApiVersion version)
    {
        version = default;
        var parts = (text ?? "").Split('.');
        if (parts.Length < 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
            return false;
        version = new ApiVersion(major, minor);
        return true;
    }

    public bool IsBefore(ApiVersion other) => Major < other.Major || (Major == other.Major && Minor < other.Minor);

    public override string ToString() => $"{Major}.{Minor}";
}
