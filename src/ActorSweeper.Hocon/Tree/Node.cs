namespace ActorSweeper.Hocon.Tree;

/// <summary>A value of an unresolved tree.</summary>
internal abstract class Node(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;

    /// <summary>Whether nothing older can show through or be referred to: scalars and arrays, but not objects and substitutions.</summary>
    public virtual bool HidesOlder => false;
}

/// <summary>A scalar, which is resolved as it stands.</summary>
internal sealed class LiteralNode(HoconValue value) : Node(value.Origin)
{
    public HoconValue Value { get; } = value;

    public override bool HidesOlder => true;
}

/// <summary>Unquoted white space in a concatenation; it vanishes beside objects and arrays.</summary>
internal sealed class SpaceNode(string text, HoconOrigin origin) : Node(origin)
{
    public string Text { get; } = text;
}

internal sealed class ArrayNode(IReadOnlyList<Node> items, HoconOrigin origin) : Node(origin)
{
    public IReadOnlyList<Node> Items { get; } = items;

    public override bool HidesOlder => true;
}

/// <summary>An object; mutable only while the document it belongs to is being parsed.</summary>
internal sealed class ObjectNode(HoconOrigin origin) : Node(origin)
{
    public OrderedDictionary<string, Node> Fields { get; } = [];

    /// <summary>Set when the object replaced a value that is no object, so that nothing older merges with it.</summary>
    public bool IgnoresOlder { get; set; }

    public override bool HidesOlder => IgnoresOlder;
}

/// <summary><c>${path}</c>. The path is absolute; the first <see cref="PrefixLength"/> keys are where the file was included.</summary>
internal sealed class SubstitutionNode(SubstitutionTarget target, int prefixLength, HoconOrigin origin) : Node(origin)
{
    public HoconPath Path => Target.Path;

    public SubstitutionTarget Target { get; } = target;

    public int PrefixLength { get; } = prefixLength;

    public override string ToString()
    {
        var path = PrefixLength == 0 ? Path : Path.Skip(PrefixLength);
        return $"${{{(Target.Optional ? "?" : "")}{path}{(Target.IsList ? "[]" : "")}}}";
    }
}

/// <summary>What a substitution asks for; <see cref="IsList"/> is the form <c>${name[]}</c>.</summary>
internal sealed record SubstitutionTarget(HoconPath Path, bool Optional, bool IsList);

/// <summary>Values side by side with at least one substitution among them, or objects beside arrays.</summary>
internal sealed class ConcatenationNode(IReadOnlyList<Node> pieces, HoconOrigin origin) : Node(origin)
{
    public IReadOnlyList<Node> Pieces { get; } = pieces;
}

/// <summary>
/// A newer definition over older ones that cannot be merged before substitutions are resolved. <see cref="Top"/> is never a layered node
/// itself, so the definitions form a list from the newest to the oldest.
/// </summary>
internal sealed class LayeredNode(Node top, Node rest) : Node(top.Origin)
{
    public Node Top { get; } = top;

    public Node Rest { get; } = rest;

    public override bool HidesOlder
    {
        get
        {
            Node last = this;
            while (last is LayeredNode layered) last = layered.Rest;
            return last.HidesOlder;
        }
    }
}
