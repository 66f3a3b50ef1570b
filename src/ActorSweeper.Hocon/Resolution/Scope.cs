using ActorSweeper.Hocon.Tree;

namespace ActorSweeper.Hocon.Resolution;

/// <summary>
/// Which layered nodes are being resolved, and how much of each may be seen from there: while a definition is resolved, a reference to its
/// own path finds only the older definitions (HOCON, "Self-referential substitutions").
/// </summary>
internal sealed class Scope
{
    public static readonly Scope Empty = new(null, null, null, insideLiteral: false);

    private readonly Scope? _outer;
    private readonly LayeredNode? _hidden;
    private readonly Node? _visible;

    private Scope(Scope? outer, LayeredNode? hidden, Node? visible, bool insideLiteral)
    {
        _outer = outer;
        _hidden = hidden;
        _visible = visible;
        InsideLiteral = insideLiteral;
    }

    /// <summary>Whether the reference stands inside an object or array, where it is not a self reference.</summary>
    public bool InsideLiteral { get; }

    public Scope LookingBack(LayeredNode from, Node to) => new(this, from, to, insideLiteral: false);

    public Scope IntoLiteral() => InsideLiteral || _outer is null ? this : new Scope(_outer, _hidden, _visible, insideLiteral: true);

    public Node Visible(Node node)
    {
        while (node is LayeredNode layered && Replacement(layered) is { } visible) node = visible;
        return node;
    }

    private Node? Replacement(LayeredNode node)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (ReferenceEquals(scope._hidden, node)) return scope._visible;
        }

        return null;
    }
}
