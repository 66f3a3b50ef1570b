using System.Globalization;
using ActorSweeper.Hocon.Tree;

namespace ActorSweeper.Hocon.Resolution;

/// <content>Finding the target of a substitution without resolving more than its path.</content>
internal sealed partial class Resolver
{
    /// <summary>
    /// In the scope first. A substitution inside an object or array is no self reference, so if looking back finds nothing it looks at
    /// the final values; without that, the order in which fields are resolved would decide.
    /// </summary>
    private Lookup Find(SubstitutionNode node, Scope scope)
    {
        var found = FindIncluded(node, scope);
        if (found.Kind is LookupKind.Found or LookupKind.Cycle || !scope.InsideLiteral) return found;
        var forward = FindIncluded(node, Scope.Empty);
        return forward.Kind == LookupKind.Found ? forward : found;
    }

    /// <summary>Relative to where the file was included first, then from the root (HOCON, "Include semantics: substitution").</summary>
    private Lookup FindIncluded(SubstitutionNode node, Scope scope)
    {
        var found = Walk(node.Path, 0, scope);
        if (found.Kind is LookupKind.Found or LookupKind.Cycle || node.PrefixLength == 0) return found;
        return Walk(node.Path, node.PrefixLength, scope);
    }

    private Lookup Walk(HoconPath path, int from, Scope scope)
    {
        var at = Lookup.Of(root, scope);
        for (var i = from; i < path.Keys.Count; i++)
        {
            at = Step(at.Node!, at.Scope, path.Keys[i]);
            if (at.Kind != LookupKind.Found) return at;
        }

        return at;
    }

    private Lookup Step(Node node, Scope scope, string key)
    {
        node = scope.Visible(node);
        if (_resolved.TryGetValue(node, out var known)) return StepResolved(known, key);
        switch (node)
        {
            case LiteralNode literal:
                return StepResolved(literal.Value, key);
            case ObjectNode fields:
                return fields.Fields.TryGetValue(key, out var field) ? Lookup.Of(field, scope.IntoLiteral()) : Lookup.NoKey;
            case SubstitutionNode substitution:
                return StepSubstitution(substitution, scope, key);
            case ConcatenationNode concatenation:
                return StepConcatenation(concatenation, scope, key);
            case LayeredNode layered:
                return StepLayers(LayersOf(layered, scope), key);
            case MergedNode merged:
                return StepLayers(merged.Parts, key);
            default:
                return Lookup.NotObject;
        }
    }

    private static Lookup StepResolved(HoconValue? value, string key) => value switch
    {
        null => Lookup.Undefined,
        HoconObject fields when fields.TryGetValue(key, out var field) => Lookup.Of(new LiteralNode(field), Scope.Empty),
        HoconObject => Lookup.NoKey,
        _ => Lookup.NotObject,
    };

    private Lookup StepSubstitution(SubstitutionNode node, Scope scope, string key)
    {
        if (!_active.Add(node))
        {
            _cycles++;
            return Lookup.Cycle;
        }

        Enter(node);
        var target = Find(node, scope);
        var result = target.Kind switch
        {
            LookupKind.Found => Step(target.Node!, target.Scope, key),
            LookupKind.Cycle => Lookup.Cycle,
            _ => StepResolved(FromEnvironment(node), key),
        };
        if (result.Kind == LookupKind.Cycle) result = node.Target.Optional ? Lookup.Undefined : throw CycleThrough(node);
        _depth--;
        _active.Remove(node);
        return result.Kind == LookupKind.Undefined && !node.Target.Optional ? throw Unresolved(node) : result;
    }

    /// <summary>
    /// Objects joined with substitutions are looked into from the newest to the oldest, so that a field may refer to its sibling:
    /// <c>a = ${base} { x = ${a.y} }</c>.
    /// </summary>
    private Lookup StepConcatenation(ConcatenationNode node, Scope scope, string key)
    {
        if (node.Pieces.All(piece => piece is ObjectNode or SubstitutionNode or SpaceNode))
        {
            var parts = node.Pieces.Where(piece => piece is not SpaceNode).Reverse().Select(piece => Lookup.Of(piece, scope));
            var found = StepLayers(parts, key);
            if (found.Kind is LookupKind.Found or LookupKind.NoKey) return found;
        }

        var value = Evaluate(node, scope);
        return ReferenceEquals(value, Cycle) ? Lookup.Cycle : StepResolved(value, key);
    }

    private Lookup StepLayers(IEnumerable<Lookup> layers, string key)
    {
        var found = new List<Lookup>();
        var sawObject = false;
        foreach (var layer in layers)
        {
            var step = Step(layer.Node!, layer.Scope, key);
            if (step.Kind == LookupKind.Cycle) return step;
            if (step.Kind == LookupKind.NotObject && !sawObject) return step;
            if (step.Kind == LookupKind.NotObject) break;
            sawObject |= step.Kind is LookupKind.NoKey or LookupKind.Found;
            if (step.Kind != LookupKind.Found) continue;
            found.Add(step);
            if (step.Scope.Visible(step.Node!).HidesOlder) break;
        }

        return found.Count switch
        {
            0 => sawObject ? Lookup.NoKey : Lookup.Undefined,
            1 => found[0],
            _ => Lookup.Of(new MergedNode(found), Scope.Empty),
        };
    }

    private static IEnumerable<Lookup> LayersOf(LayeredNode head, Scope scope)
    {
        Node last = head;
        for (; last is LayeredNode layer; last = layer.Rest) yield return Lookup.Of(layer.Top, ScopeOf(layer, head, scope));
        yield return Lookup.Of(last, scope);
    }

    /// <summary>
    /// Always strings (HOCON, "Substitution fallback to environment variables"); <c>${name[]}</c> reads name_0, name_1 and so on.
    /// </summary>
    private HoconValue? FromEnvironment(SubstitutionNode node)
    {
        var name = string.Join('.', node.Path.Keys.Skip(node.PrefixLength));
        if (!node.Target.IsList) return Variable(name, node);
        var items = new List<HoconValue>();
        while (Variable(string.Create(CultureInfo.InvariantCulture, $"{name}_{items.Count}"), node) is { } item) items.Add(item);
        return items.Count == 0 ? null : new HoconArray([.. items], HoconOrigin.OfVariable(name, node.Origin));
    }

    private HoconString? Variable(string name, SubstitutionNode node)
    {
        // The operating system has no variable with an empty name or with a NUL or '=' in it, and .NET refuses to ask for one.
        if (name.Length == 0 || name.AsSpan().ContainsAny('\0', '=')) return null;
        return environment(name) is { } text ? new HoconString(text, HoconOrigin.OfVariable(name, node.Origin)) : null;
    }

    private static HoconException Unresolved(SubstitutionNode node) => new(
        HoconErrorKind.Unresolved,
        $"{node} is defined neither in the configuration nor in the environment",
        node.Origin,
        $"define it, or write ${{?{(node.PrefixLength == 0 ? node.Path : node.Path.Skip(node.PrefixLength))}}} if it may be missing");

    private HoconException CycleThrough(SubstitutionNode node) => new(
        HoconErrorKind.Cycle,
        $"{node} leads back to itself through {string.Join(", ", _active.Take(10))}",
        node.Origin,
        "give one of them a value of its own");
}
