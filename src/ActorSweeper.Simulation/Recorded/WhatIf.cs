using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>Plays a recorded journal again under other settings, and tells what would have differed.</summary>
public static class WhatIf
{
    /// <summary>Plays it.</summary>
    /// <param name="recording">The journal.</param>
    /// <param name="settings">
    /// The settings to play it under; null for the recorded ones, which must make every decision again. Under others, who waited in the
    /// queue is not compared: it only says that nothing was decided yet.
    /// </param>
    /// <param name="from">Decisions before then are played, but not compared; null for all.</param>
    /// <param name="to">Nor are those from then on; null for all.</param>
    /// <exception cref="JournalException">The journal does not hold what is needed.</exception>
    public static Comparison Play(Recording recording, SupervisionSettings? settings, DateTimeOffset? from, DateTimeOffset? to)
    {
        var (recorded, replayed) = (new List<Decision>(), new List<Decision>());
        foreach (var run in recording.Runs)
        {
            var played = new RecordPlayer(run, settings).Play();
            recorded.AddRange(played.Recorded);
            replayed.AddRange(played.Replayed);
        }

        return Comparison.Of(
            recorded,
            replayed,
            recording.Runs.Count,
            recording.Runs.Sum(run => run.Passes.Count),
            decision => !(decision.At < from) && !(decision.At >= to) && (settings is null || decision.Result != Result.Queued));
    }
}
