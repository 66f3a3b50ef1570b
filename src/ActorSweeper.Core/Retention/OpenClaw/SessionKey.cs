namespace ActorSweeper.Core.Retention.OpenClaw;

/// <summary>What a session of OpenClaw is for, as far as its key tells.</summary>
public enum SessionKeyKind
{
    /// <summary>Anything else: a chat, a sub-agent, or what cannot be told.</summary>
    Other,

    /// <summary>One run of a cron job, <c>agent:A:cron:JOB:run:ID</c>, or something below it.</summary>
    CronRun,

    /// <summary>What belongs to a cron job and is no run, <c>agent:A:cron:JOB</c>: it carries the job's overrides.</summary>
    CronBase,

    /// <summary>One call of a web hook, <c>agent:A:hook:ID</c>.</summary>
    Hook,
}

/// <summary>
/// The key of a session in OpenClaw's store, read as release 2026.7 does, the newest that keeps a JSON store: letters' case does not
/// matter, empty parts are not skipped, and what lies below a run belongs to the run. Hook keys are those of its pull request 30104,
/// which no release has.
/// </summary>
/// <param name="Kind">What the session is for.</param>
/// <param name="Job">The id of the job in lower case, when the key is exactly <c>agent:A:cron:JOB</c>; otherwise null.</param>
public readonly record struct SessionKey(SessionKeyKind Kind, string? Job)
{
    /// <summary>Reads a key; there is none that cannot be read.</summary>
    public static SessionKey Read(string key)
    {
        var parts = EcmaScriptText.Trim(key).ToString().ToLowerInvariant().Split(':');
        if (parts is not ["agent", var agent, var head, ..] || EcmaScriptText.Trim(agent).IsEmpty) return default;
        return (head, parts.Length > 3) switch
        {
            ("cron", true) when parts is [_, _, _, { Length: > 0 }, "run", { Length: > 0 }, ..] => new(SessionKeyKind.CronRun, null),
            ("cron", true) => new(SessionKeyKind.CronBase, parts is [_, _, _, { Length: > 0 } job] ? job : null),
            ("hook", true) when parts is [_, _, _, { Length: > 0 }] => new(SessionKeyKind.Hook, null),
            _ => default,
        };
    }
}
