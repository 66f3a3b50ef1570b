namespace ActorSweeper.Host.Demo;

/// <summary>How an agent of the demo behaves. The name is also its session's group.</summary>
/// <param name="Name">The name.</param>
/// <param name="About">What it shows.</param>
/// <param name="Recurrence">The cron expression of its message; null for a message that comes once.</param>
internal sealed record DemoBehaviour(string Name, string About, string? Recurrence = null)
{
    /// <summary>Works through everything it is given.</summary>
    public const string Healthy = "healthy";

    /// <summary>Ends in the middle of its first message.</summary>
    public const string Crashes = "crashes";

    /// <summary>Claims its first message and does nothing more; ignores SIGTERM.</summary>
    public const string Hangs = "hangs";

    /// <summary>Beats for a while and then falls silent.</summary>
    public const string GoesSilent = "goes-silent";

    /// <summary>Declares a long tool and is silent while it runs.</summary>
    public const string LongTool = "long-tool";

    /// <summary>Has a recurring task.</summary>
    public const string Recurring = "recurring";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DemoBehaviour> All { get; } =
    [
        new(Healthy, "answers its messages and goes idle"),
        new(Crashes, "crashes in the middle of its first message"),
        new(Hangs, "hangs after its claim and ignores SIGTERM"),
        new(GoesSilent, "beats for a while, then falls silent"),
        new(LongTool, "declares a tool of 60 s and must be spared"),
        new(Recurring, "runs a task every ten seconds", "*/10 * * * * *"),
    ];
}
