using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Judging;

/// <summary>All limits that the sessions of one group are judged by. Defaults live in <c>reference.conf</c>.</summary>
/// <param name="Liveness">Of a running container.</param>
/// <param name="Retries">Of messages whose claim was lost.</param>
/// <param name="Crashes">Of containers that keep dying.</param>
/// <param name="Starts">Of failed starts.</param>
/// <param name="FailedAcks">What a failed ack makes of its message: failed, or completed as NanoClaw has it.</param>
/// <param name="MaxPendingAge">A message that waits for longer is given up; null keeps it for ever.</param>
/// <param name="MissedRuns">What becomes of occurrences that passed while nobody could run them.</param>
/// <param name="Zone">The zone of schedules whose session names none.</param>
public sealed record SessionLimits(
    LivenessLimits Liveness,
    RetryLimits Retries,
    CrashLimits Crashes,
    StartLimits Starts,
    Sessions.MessageStatus FailedAcks,
    TimeSpan? MaxPendingAge,
    MissedRunPolicy MissedRuns,
    TimeZoneInfo Zone);
