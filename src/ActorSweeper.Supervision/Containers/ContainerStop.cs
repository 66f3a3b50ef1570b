using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Stopping;

namespace ActorSweeper.Supervision.Containers;

/// <summary>Climbs the stop ladder for one container, rung by rung, through the gateway.</summary>
internal static class ContainerStop
{
    /// <summary>How the ladder ended.</summary>
    /// <param name="Gone">Whether the container is confirmed gone.</param>
    /// <param name="CannotStop">Whether no rung is left; false when the runtime could not be asked.</param>
    /// <param name="Outcome">The same for reports.</param>
    public sealed record End(bool Gone, bool CannotStop, Outcome Outcome);

    /// <summary>Climbs it.</summary>
    /// <param name="gateway">The way to the runtime.</param>
    /// <param name="container">The container to stop.</param>
    /// <param name="session">Its session, where it has one.</param>
    /// <param name="reason">Why, for commands and events.</param>
    /// <param name="rung">The first rung.</param>
    /// <param name="climbs">Called before each further rung with how the one before ended; says why not to, or null.</param>
    public static async Task<End> RunAsync(
        IActorRef gateway,
        Container container,
        Session? session,
        string reason,
        StopRung rung,
        Func<StopRung, Outcome, Task<string?>> climbs)
    {
        while (true)
        {
            var ended = await gateway.Ask<StopEnded>(new StopContainer(container, session, rung, reason));
            if (ended.RuntimeDown) return new End(false, false, new Outcome(Result.Unknown, ended.Detail));
            switch (StopLadder.After(rung, ended.Result))
            {
                case LadderStep.Done:
                    return new End(true, false, new Outcome(Result.Done, $"gone after {Word(rung)}"));
                case LadderStep.Climb climb:
                    var held = await climbs(climb.Rung, new Outcome(Told(ended.Result), Still(ended.Result, rung)));
                    if (held is not null) return new End(false, false, new Outcome(Result.Deferred, held));
                    rung = climb.Rung;
                    break;
                default:
                    return new End(false, true, new Outcome(Result.Failed, Still(ended.Result, rung)));
            }
        }
    }

    private static Result Told(StopResult result) => result == StopResult.StillRunning ? Result.Failed : Result.Unknown;

    private static string Still(StopResult result, StopRung rung) =>
        $"{(result == StopResult.StillRunning ? "it still runs" : "the runtime does not answer")} after {Word(rung)}";

    private static string Word(StopRung rung) => rung switch
    {
        StopRung.Stop => "stop",
        StopRung.Kill => "kill",
        _ => "removal by force",
    };
}
