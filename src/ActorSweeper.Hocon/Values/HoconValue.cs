namespace ActorSweeper.Hocon;

/// <summary>The type of a resolved value.</summary>
public enum HoconValueKind
{
    /// <summary>A <see cref="HoconObject"/>.</summary>
    Object,

    /// <summary>A <see cref="HoconArray"/>.</summary>
    Array,

    /// <summary>A <see cref="HoconString"/>.</summary>
    String,

    /// <summary>A <see cref="HoconNumber"/>.</summary>
    Number,

    /// <summary>A <see cref="HoconBoolean"/>.</summary>
    Boolean,

    /// <summary>A <see cref="HoconNull"/>.</summary>
    Null,
}

/// <summary>A resolved value: immutable, without substitutions, with the place it was written at.</summary>
public abstract class HoconValue
{
    private protected HoconValue(HoconOrigin origin) => Origin = origin;

    /// <summary>The type of the value.</summary>
    public abstract HoconValueKind Kind { get; }

    /// <summary>Where the value was written; of a substituted value, where the value it stands for was written.</summary>
    public HoconOrigin Origin { get; }

    /// <summary>How many values this is when written out; bounds what substitutions multiply.</summary>
    internal virtual long Weight => 1;

    /// <summary>How many levels of objects and arrays there are, 0 for a scalar.</summary>
    internal virtual int Depth => 0;

    /// <summary>The text in a string concatenation; null for objects and arrays, which do not concatenate with text.</summary>
    internal virtual string? ConcatenationText => null;
}
