using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Explaining;

/// <summary>Explains a plan.</summary>
public static class SessionExplainer
{
    /// <summary>The explanation of a plan that was just judged.</summary>
    public static Explanation Explain(SessionSnapshot snapshot, SessionLimits limits, ClockReading now, SessionPlan plan) =>
        new(snapshot.Session.Id, now.Wall, plan.State, plan.Stop is not null ? "stop" : "nothing", "", plan.Standing, [], plan.Deadline);
}
