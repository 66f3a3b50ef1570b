namespace ActorSweeper.Adapters.MiniClaw;

/// <summary>What the clean-up of MiniClaw's sessions needs to know.</summary>
/// <param name="Directory">The absolute path of the sessions directory, <c>~/.miniclaw/workspace/sessions</c> in MiniClaw itself.</param>
/// <param name="TimeToLive">
/// How long a session lives after it was last accessed, above zero; 30 days in MiniClaw. One that is exactly as old stays.
/// </param>
public sealed record MiniClawOptions(string Directory, TimeSpan TimeToLive);
