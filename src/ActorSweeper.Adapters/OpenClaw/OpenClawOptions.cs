using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>What the janitor of OpenClaw's sessions works on.</summary>
/// <param name="Stores">The stores' absolute paths; <c>*</c> and <c>?</c> stand for parts of one name.</param>
/// <param name="CronRetention">How long the session of a cron run stays after its last update; null keeps all.</param>
/// <param name="HookRetention">How long the session of a web hook's call stays after its last update; null keeps all.</param>
/// <param name="MinInterval">A store is not looked at again before.</param>
/// <param name="JobsFile">
/// The absolute path of OpenClaw's list of cron jobs: with it the own session of a job that no longer exists goes too,
/// <paramref name="CronRetention"/> after its last update. Null keeps all.
/// </param>
/// <param name="OrphanAge">Transcripts that no session refers to are archived when they are older; null keeps all.</param>
/// <param name="LeftOverAge">
/// Temporary files, and copies of old stores and transcripts, are deleted when they are older; null keeps all.
/// </param>
public sealed record OpenClawOptions(
    IReadOnlyList<string> Stores,
    OpenClawDuration? CronRetention,
    OpenClawDuration? HookRetention,
    OpenClawDuration MinInterval,
    string? JobsFile,
    OpenClawDuration? OrphanAge,
    OpenClawDuration? LeftOverAge);
