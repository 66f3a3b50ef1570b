using System.Collections;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>
/// The things of a plan, each made anew when it is asked for: what is kept is small, so that a plan of hundreds of thousands of files
/// needs little memory.
/// </summary>
/// <param name="units">The things.</param>
/// <param name="planned">When the plan was made.</param>
/// <param name="mode">What becomes of what has expired.</param>
internal sealed class PlannedItems(List<PlannedUnit> units, DateTimeOffset planned, ArtifactsMode mode) : IReadOnlyList<JanitorItem>
{
    public int Count => units.Count;

    public JanitorItem this[int index] => ArtifactItem.Of(units[index], planned, mode);

    public IEnumerator<JanitorItem> GetEnumerator()
    {
        foreach (var unit in units) yield return ArtifactItem.Of(unit, planned, mode);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
