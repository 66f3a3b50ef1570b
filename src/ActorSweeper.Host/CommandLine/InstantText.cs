using ActorSweeper.Core.Time;
using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.CommandLine;

/// <summary>Instants as people type them: ISO-8601, or a span from now.</summary>
internal static class InstantText
{
    /// <summary>Reads one.</summary>
    /// <param name="option">The option, for what is said when it is none.</param>
    /// <param name="text">What was typed; without an offset it is UTC.</param>
    /// <param name="now">This instant.</param>
    /// <exception cref="CommandMistakeException">It is none.</exception>
    public static DateTimeOffset Read(string option, string text, DateTimeOffset now)
    {
        if (Timestamp.Parse(text) is { } instant) return instant;
        if (text.Length > 1 && text[0] is '-' or '+' && DurationText.TryRead(text[1..], out var span) && span >= TimeSpan.Zero)
        {
            var (before, after) = (now - DateTimeOffset.MinValue, DateTimeOffset.MaxValue - now);
            if (text[0] == '-' && span <= before) return now - span;
            if (text[0] == '+' && span <= after) return now + span;
        }

        throw new CommandMistakeException(
            $"{option} '{text}' is not an instant; expected one such as 2026-03-29T00:30:00Z (UTC without Z or an offset), or a span back"
                + " such as -10m");
    }
}
