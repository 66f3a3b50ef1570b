namespace ActorSweeper.Hocon;

/// <summary>Bounds that keep a hostile or broken document from exhausting stack or memory; far above what configurations need.</summary>
public static class HoconLimits
{
    /// <summary>The most levels of objects, arrays and path elements, in a text and in the resolved tree: 500.</summary>
    public const int MaxDepth = 500;

    /// <summary>The most substitutions and levels that may be resolved inside one another: 2000.</summary>
    public const int MaxResolutionDepth = 2_000;

    /// <summary>The most values and characters that substitutions may produce in one resolution: 50 million.</summary>
    public const long MaxResolvedSize = 50_000_000;

    /// <summary>The most files one document may include, directly or not: 1000.</summary>
    public const int MaxIncludes = 1_000;

    /// <summary>The deepest nesting of includes: 50, as in lightbend/config.</summary>
    public const int MaxIncludeDepth = 50;
}
