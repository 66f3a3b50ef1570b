using System.Runtime.CompilerServices;
using ActorSweeper.Hocon.Tree;
using ActorSweeper.Hocon.Values;

namespace ActorSweeper.Hocon.Resolution;

/// <summary>
/// Replaces the substitutions of a tree. Every occurrence of a substitution is resolved once (HOCON demands it: otherwise values that
/// refer to each other could differ), lazily, and looking up a path resolves only what lies on it.
/// </summary>
internal sealed partial class Resolver(ObjectNode root, Func<string, string?> environment)
{
    /// <summary>Stands for a substitution that led back to itself; the substitution that asked decides whether that is an error.</summary>
    private static readonly HoconValue Cycle = new HoconNull(new HoconOrigin(HoconOriginKind.Text, "cycle", 0, 0));

    private const int LongRun = 50;
    private const int CostOfStep = 10;

    private readonly Dictionary<Node, HoconValue?> _resolved = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<SubstitutionNode> _active = new(ReferenceEqualityComparer.Instance);
    private int _depth;
    private int _cycles;
    private long _size;

    public HoconObject Resolve() => (HoconObject)Evaluate(root, Scope.Empty)!;

    /// <summary>The value; null when it is an optional substitution without one.</summary>
    private HoconValue? Evaluate(Node node, Scope scope)
    {
        node = scope.Visible(node);
        if (node is LiteralNode literal) return literal.Value;
        var once = node is SubstitutionNode or ConcatenationNode or LayeredNode;
        if (once && _resolved.TryGetValue(node, out var known)) return known;
        Enter(node);
        var cycles = _cycles;
        var value = node switch
        {
            ObjectNode fields => EvaluateObject(fields, scope.IntoLiteral()),
            ArrayNode items => EvaluateArray(items, scope.IntoLiteral()),
            SubstitutionNode substitution => EvaluateSubstitution(substitution, scope),
            ConcatenationNode concatenation => EvaluateConcatenation(concatenation, scope),
            LayeredNode layered => EvaluateLayers(layered, scope),
            MergedNode merged => EvaluateParts(merged.Parts, merged),
            _ => throw new InvalidOperationException($"A {node.GetType().Name} is not a value."),
        };
        _depth--;
        if (ReferenceEquals(value, Cycle)) return value;
        // What is undefined only because a cycle was cut off may be defined when it is asked for from elsewhere.
        if (once && (value is not null || cycles == _cycles)) _resolved[node] = value;
        return value;
    }

    private HoconValue EvaluateObject(ObjectNode node, Scope scope)
    {
        var fields = new OrderedDictionary<string, HoconValue>(node.Fields.Count);
        foreach (var (key, field) in node.Fields)
        {
            var value = Evaluate(field, scope);
            if (ReferenceEquals(value, Cycle)) return Cycle;
            if (value is not null) fields.Add(key, value);
        }

        return Bounded(new HoconObject(fields, node.Origin), node);
    }

    private HoconValue EvaluateArray(ArrayNode node, Scope scope)
    {
        var items = new List<HoconValue>(node.Items.Count);
        foreach (var item in node.Items)
        {
            var value = Evaluate(item, scope);
            if (ReferenceEquals(value, Cycle)) return Cycle;
            if (value is not null) items.Add(value);
        }

        return Bounded(new HoconArray([.. items], node.Origin), node);
    }

    private HoconValue? EvaluateSubstitution(SubstitutionNode node, Scope scope)
    {
        if (!_active.Add(node))
        {
            _cycles++;
            return Cycle;
        }

        var target = Find(node, scope);
        var value = target.Kind switch
        {
            LookupKind.Found => Evaluate(target.Node!, target.Scope),
            LookupKind.Cycle => Cycle,
            _ => FromEnvironment(node),
        };
        if (ReferenceEquals(value, Cycle)) value = node.Target.Optional ? null : throw CycleThrough(node);
        _active.Remove(node);
        return value is null && !node.Target.Optional ? throw Unresolved(node) : value;
    }

    private HoconValue? EvaluateConcatenation(ConcatenationNode node, Scope scope)
    {
        var join = new ConcatenationJoin(node.Origin);
        foreach (var piece in node.Pieces)
        {
            if (piece is SpaceNode space)
            {
                join.AddSpace(space.Text);
                continue;
            }

            var value = Evaluate(piece, scope);
            if (ReferenceEquals(value, Cycle)) return Cycle;
            if (value is not null) join.Add(value);
        }

        var joined = join.Result();
        if (joined is HoconString text) Charge(text.Text.Length, node);
        return joined is null ? null : Bounded(joined, node);
    }

    /// <summary>
    /// Every definition is resolved, also where a newer substitution turns out to hide it, as lightbend/config does; a definition that is
    /// hidden for certain was dropped by the merge already.
    /// </summary>
    private HoconValue? EvaluateLayers(LayeredNode node, Scope scope)
    {
        ResolveOlderFirst(node, scope);
        var top = Evaluate(node.Top, ScopeOf(node, node, scope));
        if (ReferenceEquals(top, Cycle)) return Cycle;
        var hidesRest = top is not (null or HoconObject) && _resolved.ContainsKey(node.Rest);
        return hidesRest ? top : EvaluateParts([.. LayersOf(node, scope)], node);
    }

    /// <summary>
    /// Resolves what the definitions look back to from the oldest on. It would come to the same without, but a long run of <c>+=</c>
    /// would need a recursion as deep as it is long.
    /// </summary>
    private void ResolveOlderFirst(LayeredNode node, Scope scope)
    {
        var older = new List<LayeredNode>();
        for (var rest = node.Rest; rest is LayeredNode layer && !_resolved.ContainsKey(layer); rest = layer.Rest) older.Add(layer);
        if (older.Count < LongRun) return;
        for (var i = older.Count - 1; i >= 0; i--) Evaluate(older[i], scope.LookingBack(node, older[i]));
    }

    /// <summary>Merges from the oldest on, because a value that is no object ends what newer objects merge with.</summary>
    private HoconValue? EvaluateParts(IReadOnlyList<Lookup> newestFirst, Node node)
    {
        var values = new List<HoconValue?>();
        foreach (var part in newestFirst)
        {
            var value = Evaluate(part.Node!, part.Scope);
            if (ReferenceEquals(value, Cycle)) return Cycle;
            values.Add(value);
        }

        HoconValue? merged = null;
        for (var i = values.Count - 1; i >= 0; i--)
        {
            var both = merged is HoconObject && values[i] is HoconObject;
            merged = ObjectMerge.Over(values[i], merged);
            if (both) Bounded(merged!, node);
        }

        return merged;
    }

    /// <summary>Only a substitution or a concatenation refers back; an object's fields look forward.</summary>
    private static Scope ScopeOf(LayeredNode layer, LayeredNode head, Scope scope) =>
        layer.Top is ObjectNode ? scope : scope.LookingBack(head, layer.Rest);

    private void Enter(Node node)
    {
        Charge(CostOfStep, node);
        if (++_depth > HoconLimits.MaxResolutionDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new HoconException(HoconErrorKind.Limit, "substitutions and objects are nested too deeply here", node.Origin);
    }

    private void Charge(long size, Node node)
    {
        _size += size;
        if (_size > HoconLimits.MaxResolvedSize)
            throw new HoconException(HoconErrorKind.Limit, "substitutions multiply the configuration beyond all bounds", node.Origin);
    }

    /// <summary>Charges what a new object or array would be when written out, as substitutions may multiply it.</summary>
    private HoconValue Bounded(HoconValue value, Node node)
    {
        Charge(value.Weight, node);
        if (value.Depth <= HoconLimits.MaxDepth) return value;
        throw new HoconException(
            HoconErrorKind.Limit, $"the value is nested more than {HoconLimits.MaxDepth} levels deep", node.Origin);
    }
}
