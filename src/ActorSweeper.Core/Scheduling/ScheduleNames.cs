namespace ActorSweeper.Core.Scheduling;

/// <summary>The schedules that are not those of one janitor.</summary>
public static class ScheduleNames
{
    /// <summary>The schedule of messages that recur: it moves those series on that the end of their message did not.</summary>
    public const string Recurrence = "recurrence";

    /// <summary>The schedule of every janitor that has none of its own name.</summary>
    public const string DailyPrune = "daily-prune";
}
