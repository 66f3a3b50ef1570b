using ActorSweeper.Hocon.Tree;

namespace ActorSweeper.Hocon.Resolution;

internal enum LookupKind
{
    Found,

    /// <summary>An object without the key.</summary>
    NoKey,

    /// <summary>Something that is no object and hides older objects.</summary>
    NotObject,

    /// <summary>An optional substitution without a value, which shows what is older.</summary>
    Undefined,

    /// <summary>A substitution that is being resolved already.</summary>
    Cycle,
}

/// <summary>The outcome of stepping into a tree, with the scope to resolve what was found in.</summary>
internal readonly record struct Lookup(LookupKind Kind, Node? Node, Scope Scope)
{
    public static readonly Lookup NoKey = new(LookupKind.NoKey, null, Scope.Empty);
    public static readonly Lookup NotObject = new(LookupKind.NotObject, null, Scope.Empty);
    public static readonly Lookup Undefined = new(LookupKind.Undefined, null, Scope.Empty);
    public static readonly Lookup Cycle = new(LookupKind.Cycle, null, Scope.Empty);

    public static Lookup Of(Node node, Scope scope) => new(LookupKind.Found, node, scope);
}

/// <summary>The definitions of one field that several layers of its object hold, the newest first; made by looking it up.</summary>
internal sealed class MergedNode(IReadOnlyList<Lookup> parts) : Node(parts[0].Node!.Origin)
{
    public IReadOnlyList<Lookup> Parts { get; } = parts;
}
