using System.Text.Json;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;

namespace ActorSweeper.Host.Reports;

/// <summary>The words that reports use for actions, states and outcomes: the names in kebab case.</summary>
internal static class ReportWords
{
    public static string Of(ActionKind action) => Kebab(action.ToString());

    public static string Of(SessionState state) => Kebab(state.ToString());

    public static string Of(Outcome outcome)
    {
        var result = Kebab(outcome.Result.ToString());
        return outcome.Detail.Length == 0 ? result : $"{result}: {outcome.Detail}";
    }

    public static string Of(StopRung rung) => Kebab(rung.ToString());

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
