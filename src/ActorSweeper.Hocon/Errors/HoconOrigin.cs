namespace ActorSweeper.Hocon;

/// <summary>The kind of place a value comes from.</summary>
public enum HoconOriginKind
{
    /// <summary>A file; <see cref="HoconOrigin.Name"/> is its full path.</summary>
    File,

    /// <summary>Text that was handed in; <see cref="HoconOrigin.Name"/> is the name given with it, such as <c>--set</c>.</summary>
    Text,

    /// <summary>An environment variable; <see cref="HoconOrigin.Name"/> is the variable's name.</summary>
    Environment,
}

/// <summary>Where a value was written. Of an object that several places define, the newest definition.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Name">The full path of the file, the name of the text, or the name of the environment variable.</param>
/// <param name="Line">The line from 1; for an environment variable the line of the substitution that asked for it, or 0.</param>
/// <param name="Column">The column from 1 in UTF-16 units; for an environment variable that of the substitution, or 0.</param>
/// <param name="ReferencedFrom">For an environment variable the substitution that asked for it, otherwise null.</param>
public sealed record HoconOrigin(HoconOriginKind Kind, string Name, int Line, int Column, HoconOrigin? ReferencedFrom = null)
{
    /// <summary>Renders as <c>path:line:column</c> or <c>environment variable NAME</c>.</summary>
    /// <returns>The place as a person reads it.</returns>
    public override string ToString() => Kind switch
    {
        HoconOriginKind.Environment => $"environment variable {Name}",
        _ => Line > 0 ? $"{Name}:{Line}:{Column}" : Name,
    };

    internal static HoconOrigin OfVariable(string name, HoconOrigin asked) =>
        new(HoconOriginKind.Environment, name, asked.Line, asked.Column, asked);
}
