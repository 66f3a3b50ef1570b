using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Text;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Passes;

namespace ActorSweeper.Host.Reports;

/// <summary>
/// Writes what supervision does into the log: acts of force as warnings, changes as information, quiet passes at debug level.
/// </summary>
internal sealed partial class SweepLog : ISweepListener
{
    private const int RememberedLines = 10_000;

    private readonly ILogger _logger;
    private readonly RepeatFilter _repeats = new(RememberedLines);

    public SweepLog(ILogger<SweepLog> logger) => _logger = logger;

    public void OnEvent(SweepEvent happened)
    {
        switch (happened)
        {
            case ActionTaken action:
                if (Hear(
                    $"{action.Session}|{action.MessageId}|{action.Action}|{action.Why.Rule}|{action.Outcome}", happened.At) is { } quiet)
                    LogAction(
                        _logger,
                        Level(action),
                        action.Session?.Value ?? "-",
                        ReportWords.Of(action.Action),
                        action.MessageId ?? "-",
                        action.Why.Rule,
                        action.Why.Text,
                        ReportWords.Of(action.Outcome),
                        Again(quiet));
                break;
            case Notice notice:
                if (Hear($"{notice.Session}|{notice.Topic}|{notice.Text}", happened.At) is { } times)
                    LogNotice(_logger, Level(notice.Severity), notice.Session?.Value ?? "-", notice.Topic, notice.Text, Again(times));
                break;
            case SessionStanding standing:
                LogStanding(_logger, standing.Session.Value, ReportWords.Of(standing.State), standing.Text);
                break;
            case JanitorItemDone { Outcome: var outcome } item:
                LogItem(
                    _logger,
                    item.Janitor,
                    PruneJson.WordOf(outcome.Did),
                    Printable.Escape(outcome.Item.Path),
                    Printable.Escape(outcome.Note ?? outcome.Item.Reason));
                break;
            case JanitorRan { Run: var run }:
                LogRun(_logger, run.Janitor, run.IsDry ? "dry run: " : "", Printable.Escape(run.Text));
                break;
        }
    }

    public void OnPass(PassReport report) => LogPass(
        _logger,
        report.Examined,
        report.Running,
        report.Degraded,
        report.Actions.Count,
        (report.FinishedAt - report.StartedAt).TotalMilliseconds);

    private int? Hear(string line, DateTimeOffset now) => _repeats.Hear(line, now);

    private static string Again(int quiet) => quiet == 0 ? "" : $" (and {quiet} times since)";

    private static LogLevel Level(ActionTaken action) => action switch
    {
        { Outcome.Result: Result.Failed or Result.Unknown } => LogLevel.Warning,
        { Action: ActionKind.Stop or ActionKind.StopOrphan or ActionKind.Fail or ActionKind.Quarantine } => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    private static LogLevel Level(Severity severity) => severity switch
    {
        Severity.Alarm => LogLevel.Error,
        Severity.Warning => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    [LoggerMessage(EventId = 1, EventName = "action", Message = "{Session} {Action} {MessageId} [{Rule}] {Why}: {Outcome}{Again}")]
    private static partial void LogAction(
        ILogger logger,
        LogLevel level,
        string session,
        string action,
        string messageId,
        string rule,
        string why,
        string outcome,
        string again);

    [LoggerMessage(EventId = 2, EventName = "notice", Message = "{Session} {Topic}: {Text}{Again}")]
    private static partial void LogNotice(ILogger logger, LogLevel level, string session, string topic, string text, string again);

    [LoggerMessage(3, LogLevel.Debug, "{Session} is {State}: {Text}", EventName = "standing")]
    private static partial void LogStanding(ILogger logger, string session, string state, string text);

    [LoggerMessage(5, LogLevel.Debug, "{Janitor}: {Action} {Path}: {Reason}", EventName = "janitor-item")]
    private static partial void LogItem(ILogger logger, string janitor, string action, string path, string reason);

    [LoggerMessage(6, LogLevel.Information, "{Janitor}: {Dry}{Summary}", EventName = "janitor")]
    private static partial void LogRun(ILogger logger, string janitor, string dry, string summary);

    [LoggerMessage(
        4,
        LogLevel.Debug,
        "pass: {Examined} examined, {Running} running, {Degraded} degraded, {Actions} actions, {Milliseconds:0} ms",
        EventName = "pass")]
    private static partial void LogPass(ILogger logger, int examined, int running, int degraded, int actions, double milliseconds);
}
