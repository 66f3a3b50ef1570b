using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>A thing in a plan as others see it.</summary>
internal sealed record ArtifactItem : JanitorItem
{
    private ArtifactItem(PlannedUnit unit, string path, JanitorAction action, string reason)
        : base(path, action, reason, unit.Bytes) => Unit = unit;

    public PlannedUnit Unit { get; }

    /// <summary>Makes its texts.</summary>
    /// <param name="unit">The thing.</param>
    /// <param name="planned">When the plan was made.</param>
    /// <param name="mode">What becomes of what has expired.</param>
    public static ArtifactItem Of(PlannedUnit unit, DateTimeOffset planned, ArtifactsMode mode)
    {
        var action = unit.IsKept
            ? JanitorAction.Keep
            : mode == ArtifactsMode.Trash && unit.Rule is not null ? JanitorAction.Trash : JanitorAction.Delete;
        return new ArtifactItem(unit, unit.Folder.Of(unit.Entry), action, ReasonOf(unit, planned));
    }

    private static string ReasonOf(PlannedUnit unit, DateTimeOffset planned)
    {
        if (unit.Rule is not { } rule) return unit.Note ?? "";
        if (unit.Note is not null) return $"{rule.Name}: {unit.Note}";
        var whole = rule.WholeDays ? " in whole days" : "";
        var with = unit.Companion is null ? "" : "; its tool results go with it";
        return $"{rule.Name}: {ArtifactAge.Text(planned - unit.Instant)} old, kept for {ArtifactAge.Text(rule.Age)}{whole}{with}";
    }
}
