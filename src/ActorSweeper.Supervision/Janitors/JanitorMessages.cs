using ActorSweeper.Core.Retention;

namespace ActorSweeper.Supervision.Janitors;

/// <summary>A janitor as a host runs it.</summary>
/// <param name="Janitor">The janitor.</param>
/// <param name="Order">How its runs are meant.</param>
public sealed record JanitorPort(IJanitor Janitor, JanitorOrder Order);

/// <summary>Asks a janitor to begin nothing more, and to finish the item in hand; answered by <see cref="Passes.Drained"/>.</summary>
internal sealed record DrainJanitor;
