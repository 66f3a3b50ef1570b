using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Containers;
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

    public static async Task<End> RunAsync(IActorRef gateway, Container container, Session? session, string reason)
    {
        var rung = StopRung.Stop;
        while (true)
        {
            var ended = await gateway.Ask<StopEnded>(new StopContainer(container, session, rung, reason));
            if (ended.RuntimeDown) return new End(false, false, new Outcome(Result.Unknown, ended.Detail));
            switch (StopLadder.After(rung, ended.Result))
            {
                case LadderStep.Done:
                    return new End(true, false, new Outcome(Result.Done, $"gone after {Word(rung)}"));
                case LadderStep.Climb climb:
                    rung = climb.Rung;
                    break;
                default:
                    var still = ended.Result == StopResult.StillRunning ? "it still runs" : "the runtime does not answer";
                    return new End(false, true, new Outcome(Result.Failed, $"{still} after {Word(rung)}"));
            }
        }
    }

    private static string Word(StopRung rung) => rung switch
    {
        StopRung.Stop => "stop",
        StopRung.Kill => "kill",
        _ => "removal by force",
    };
}
