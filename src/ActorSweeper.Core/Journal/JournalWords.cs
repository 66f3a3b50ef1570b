using System.Text.Json;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Journal;

/// <summary>The words that all lines share.</summary>
internal static class JournalWords
{
    /// <summary>The words of an enumeration, as reports spell them.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>What was done and how it ended: <c>m1 claim-stuck: 61 s > 60 s: done: gone after stop</c>.</summary>
    /// <param name="action">What was done: a rule of the same name need not be told.</param>
    /// <param name="messageId">The message concerned, where one is.</param>
    /// <param name="why">The rule and the evidence.</param>
    /// <param name="outcome">How it ended; null when that is not known.</param>
    public static string Text(string action, string? messageId, Reason why, Outcome? outcome)
    {
        var subject = string.Join(' ', new[] { messageId, why.Rule == action ? null : why.Rule }.OfType<string>());
        var evidence = why is { Age: { } age, Limit: { } limit } ? Compared(age, limit) : why.Text;
        return (subject.Length == 0 ? evidence : $"{subject}: {evidence}") + (outcome is null ? "" : $": {Text(outcome)}");
    }

    /// <summary>How it ended.</summary>
    public static string Text(Outcome outcome)
    {
        var result = Word(outcome.Result);
        return outcome.Detail.Length == 0 ? result : $"{result}: {outcome.Detail}";
    }

    /// <summary>An age over its limit; where the usual text would show the two as equal, with what they differ by.</summary>
    private static string Compared(TimeSpan age, TimeSpan limit)
    {
        var (old, most) = (Durations.Text(age), Durations.Text(limit));
        return old == most && age > limit ? $"{most} {Durations.Text(age - limit)} > {most}" : $"{old} > {most}";
    }
}
