namespace ActorSweeper.Hocon;

/// <summary>
/// A HOCON document that cannot be read, resolved or converted. The only exception that parsing, resolving and typed reads throw for
/// wrong input.
/// </summary>
public sealed class HoconException : Exception
{
    /// <summary>Creates the error with its place and, where there is one, the remedy.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="problem">What was found and what was expected, without the place.</param>
    /// <param name="origin">The place; <see langword="null"/> when there is none, as for a path that is missing.</param>
    /// <param name="remedy">What to do about it; <see langword="null"/> when the problem says it all.</param>
    /// <param name="inner">The cause, for a file that cannot be read.</param>
    public HoconException(HoconErrorKind kind, string problem, HoconOrigin? origin, string? remedy = null, Exception? inner = null)
        : base(Compose(problem, origin, remedy), inner)
    {
        Kind = kind;
        Problem = problem;
        Origin = origin;
        Remedy = remedy;
    }

    /// <summary>What went wrong.</summary>
    public HoconErrorKind Kind { get; }

    /// <summary>What was found and what was expected, without place and remedy.</summary>
    public string Problem { get; }

    /// <summary>What to do about it, or <see langword="null"/>.</summary>
    public string? Remedy { get; }

    /// <summary>The place of the error, or <see langword="null"/>.</summary>
    public HoconOrigin? Origin { get; }

    /// <summary>The full path of the file with the error, or <see langword="null"/> when it is not in a file.</summary>
    public string? File => Origin?.Kind == HoconOriginKind.File ? Origin.Name : null;

    /// <summary>The line of the error, from 1; 0 when there is none.</summary>
    public int Line => Origin?.Line ?? 0;

    /// <summary>The column of the error in UTF-16 units, from 1; 0 when there is none.</summary>
    public int Column => Origin?.Column ?? 0;

    private static string Compose(string problem, HoconOrigin? origin, string? remedy)
    {
        var place = origin is null ? "" : $"{origin}: ";
        return remedy is null ? place + problem : $"{place}{problem}; {remedy}";
    }
}
