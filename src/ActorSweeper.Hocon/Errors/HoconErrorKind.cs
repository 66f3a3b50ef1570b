namespace ActorSweeper.Hocon;

/// <summary>What went wrong; one case per way in which a HOCON document or a typed read can fail.</summary>
public enum HoconErrorKind
{
    /// <summary>The text does not follow the grammar.</summary>
    Syntax,

    /// <summary>A key or path expression is malformed, for example <c>a..b</c>.</summary>
    BadPath,

    /// <summary>A value has the right type but no meaning, for example a duration of <c>5 lightyears</c>.</summary>
    BadValue,

    /// <summary>A value has another type than the one asked for or needed, for example a string joined with an array.</summary>
    WrongType,

    /// <summary>A typed read found nothing at the path.</summary>
    Missing,

    /// <summary>A typed read found <c>null</c> at the path.</summary>
    Null,

    /// <summary>A required substitution has no value in the configuration or in the environment.</summary>
    Unresolved,

    /// <summary>A required substitution leads back to itself.</summary>
    Cycle,

    /// <summary>A file is missing, unreadable or not UTF-8.</summary>
    Io,

    /// <summary>The document is nested too deeply or expands to more than a fixed bound.</summary>
    Limit,

    /// <summary>The construct is part of HOCON but not of this implementation, for example <c>include url(...)</c>.</summary>
    Unsupported,
}
