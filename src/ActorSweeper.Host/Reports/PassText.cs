using System.Globalization;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Passes;

namespace ActorSweeper.Host.Reports;

/// <summary>A pass for people: one line for each action and error, and one for the whole.</summary>
internal static class PassText
{
    public static void Write(PassReport report, TextWriter output)
    {
        foreach (var action in report.Actions) output.WriteLine(Line(action));
        foreach (var error in report.Errors) output.WriteLine($"{error.Session?.Value ?? "-",-24} error        {error.Text}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Examined} sessions examined, {report.Running} running, {report.Degraded} degraded; {report.Actions.Count} actions, "
            + $"{report.Errors.Count} errors in {Durations.Text(report.FinishedAt - report.StartedAt)}"));
    }

    private static string Line(ActionTaken action)
    {
        var what = action.MessageId is null ? "" : action.MessageId + ": ";
        return $"{action.Session?.Value ?? "-",-24} {ReportWords.Of(action.Action),-12} {what}{action.Why.Text} [{action.Why.Rule}]: "
            + ReportWords.Of(action.Outcome);
    }
}
