namespace ActorSweeper.Hocon.Tree;

/// <summary>
/// Puts newer definitions over older ones (HOCON, "Duplicate keys and object merging"). While a document is parsed its own objects are
/// extended in place, which keeps a long flat file linear; documents that are finished are copied where they change.
/// </summary>
internal static class TreeMerge
{
    public static Node Over(Node newer, Node older, bool inPlace)
    {
        if (newer.HidesOlder) return newer;
        return newer switch
        {
            LayeredNode layered => OverEach(layered, older, inPlace),
            ObjectNode fields => ObjectOver(fields, older, inPlace),
            _ => new LayeredNode(newer, older),
        };
    }

    public static void Assign(ObjectNode target, string key, Node value, bool inPlace) =>
        target.Fields[key] = target.Fields.TryGetValue(key, out var older) ? Over(value, older, inPlace) : value;

    /// <summary>Assigns below a path, walking into the objects that are there instead of merging a chain of new ones.</summary>
    public static void Assign(ObjectNode target, HoconPath path, Node value, HoconOrigin keyOrigin)
    {
        for (var i = 0; i < path.Keys.Count - 1; i++)
        {
            var key = path.Keys[i];
            var existing = target.Fields.GetValueOrDefault(key);
            if ((existing is LayeredNode layered ? layered.Top : existing) is not ObjectNode child)
            {
                child = new ObjectNode(keyOrigin);
                Assign(target, key, child, inPlace: true);
            }

            target = child;
        }

        Assign(target, path.Keys[^1], value, inPlace: true);
    }

    private static Node ObjectOver(ObjectNode newer, Node older, bool inPlace)
    {
        switch (older)
        {
            case ObjectNode below:
                return Merge(newer, below, inPlace);
            case LayeredNode { Top: ObjectNode below } layered:
                return new LayeredNode(Merge(newer, below, inPlace), layered.Rest);
            case not LayeredNode and { HidesOlder: true }:
                var only = inPlace ? newer : Copy(newer, newer.Origin);
                only.IgnoresOlder = true;
                return only;
            default:
                return new LayeredNode(newer, older);
        }
    }

    private static ObjectNode Merge(ObjectNode newer, ObjectNode older, bool inPlace)
    {
        var merged = inPlace ? older : Copy(older, newer.Origin);
        foreach (var (key, value) in newer.Fields) Assign(merged, key, value, inPlace);
        return merged;
    }

    private static ObjectNode Copy(ObjectNode source, HoconOrigin origin)
    {
        var copy = new ObjectNode(origin) { IgnoresOlder = source.IgnoresOlder };
        foreach (var (key, value) in source.Fields) copy.Fields[key] = value;
        return copy;
    }

    private static Node OverEach(LayeredNode newer, Node older, bool inPlace)
    {
        var tops = new List<Node>();
        Node last = newer;
        for (; last is LayeredNode layered; last = layered.Rest) tops.Add(layered.Top);
        var result = Over(last, older, inPlace);
        for (var i = tops.Count - 1; i >= 0; i--) result = new LayeredNode(tops[i], result);
        return result;
    }
}
