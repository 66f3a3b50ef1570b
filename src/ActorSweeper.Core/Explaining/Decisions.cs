using ActorSweeper.Core.Judging;

namespace ActorSweeper.Core.Explaining;

/// <summary>What can be decided about a session, as explanations spell it.</summary>
public static class Decisions
{
    /// <summary>Its container is stopped.</summary>
    public const string Stop = "stop";

    /// <summary>A container is started for it.</summary>
    public const string Wake = "wake";

    /// <summary>Neither of the two. Changes to its messages may be due all the same.</summary>
    public const string Nothing = "nothing";

    /// <summary>What a plan decides.</summary>
    public static string Of(SessionPlan plan) => plan switch
    {
        { Stop: not null } => Stop,
        { Wake: not null } => Wake,
        _ => Nothing,
    };
}
