namespace ActorSweeper.Simulation.Seeded.Observing;

/// <summary>An invariant that does not hold.</summary>
/// <param name="At">When it was seen, since the beginning.</param>
/// <param name="Invariant">Its name, such as <c>healthy-stopped</c>.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Session">The number of the session concerned; null for none.</param>
public sealed record Violation(TimeSpan At, string Invariant, string Text, int? Session);

/// <summary>Ends a run whose outcome is clear.</summary>
internal sealed class ViolationException(Violation violation) : Exception(violation.Text)
{
    public Violation Violation => violation;
}
