using System.Globalization;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Time;
using ActorSweeper.Host.Reports;
using ActorSweeper.Supervision.Events;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActorSweeper.Host.Demo;

/// <summary>The demo as people see it: a live table on a terminal, else one line for each decision.</summary>
internal sealed class DemoScreen
{
    private const int DecisionsShown = 14;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly DemoScoreboard _board;
    private readonly IAnsiConsole _console;
    private readonly TextWriter _output;
    private readonly TimeProvider _time;

    public DemoScreen(DemoScoreboard board, TextWriter output, TimeProvider time)
    {
        (_board, _output, _time) = (board, output, time);
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
    }

    /// <summary>Shows what happens until the token is cancelled.</summary>
    public async Task ShowAsync(TimeSpan duration, CancellationToken cancellation)
    {
        if (!Console.IsOutputRedirected && _console.Profile.Capabilities.Interactive) await ShowLiveAsync(duration, cancellation);
        else await ShowLinesAsync(cancellation);
    }

    /// <summary>What the demo has shown, in a few lines.</summary>
    public void Summarise()
    {
        var done = _board.Done;
        string Count(ActionKind action) => done.GetValueOrDefault(action).ToString(CultureInfo.InvariantCulture);
        _output.WriteLine();
        _output.WriteLine(
            $"Summary: {Count(ActionKind.Wake)} wakes, {Count(ActionKind.Ack)} acks carried, {Count(ActionKind.Stop)} stops, "
            + $"{Count(ActionKind.Retry)} retries, {Count(ActionKind.DropClaims)} times claims dropped, "
            + $"{Count(ActionKind.Recur)} recurrences, {Count(ActionKind.Fail)} dead letters.");
        foreach (var stop in _board.Actions.Where(action => action.Action == ActionKind.Stop))
            _output.WriteLine($"  {stop.Session} was stopped [{stop.Why.Rule}]: {stop.Why.Text}");
    }

    private async Task ShowLinesAsync(CancellationToken cancellation)
    {
        _board.Acted = action =>
        {
            _output.WriteLine(Line(action));
            _output.Flush();
        };
        await WaitAsync(Timeout.InfiniteTimeSpan, cancellation);
        _board.Acted = null;
    }

    private async Task ShowLiveAsync(TimeSpan duration, CancellationToken cancellation)
    {
        var begin = _time.GetTimestamp();
        await _console.Live(Picture(duration)).AutoClear(false).StartAsync(async live =>
        {
            while (!cancellation.IsCancellationRequested)
            {
                var left = duration - _time.GetElapsedTime(begin);
                live.UpdateTarget(Picture(left > TimeSpan.Zero ? left : TimeSpan.Zero));
                await WaitAsync(Refresh, cancellation);
            }
        });
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellation) =>
        await Task.Delay(pause, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Rows Picture(TimeSpan left)
    {
        var sessions = new Table().Border(TableBorder.Rounded).Expand()
            .Title($"ActorSweeper demo: real processes, real files. {left.TotalSeconds:0} s left, Ctrl-C ends it")
            .AddColumns("session", "agent", "state", "life", "claims", "open", "how it stands");
        var standings = _board.Sessions;
        foreach (var behaviour in DemoBehaviour.All)
        {
            var standing = standings.GetValueOrDefault(behaviour.Name);
            sessions.AddRow(
                Text(behaviour.Name),
                Text(behaviour.About),
                standing is null ? Text("-") : new Text(ReportWords.Of(standing.State), Colour(standing.State)),
                Text(standing?.Incarnation.ToString(CultureInfo.InvariantCulture) ?? "-"),
                Text(standing?.Claims.ToString(CultureInfo.InvariantCulture) ?? "-"),
                Text(standing?.Pending.ToString(CultureInfo.InvariantCulture) ?? "-"),
                Text(standing?.Text ?? ""));
        }

        var lines = _board.Actions.TakeLast(DecisionsShown).Select(action => (IRenderable)Text(Line(action)));
        return new Rows([sessions, new Rule("decisions").LeftJustified(), .. lines]);

        static Text Text(string text) => new(text);
    }

    private static string Line(ActionTaken action)
    {
        var what = $"{action.Session,-12} {ReportWords.Of(action.Action),-11} {action.MessageId}";
        var why = $"[{action.Why.Rule}] {action.Why.Text}: {ReportWords.Of(action.Outcome)}";
        return $"{Timestamp.ToIso(action.At)[11..19]}  {what.TrimEnd()} {why}";
    }

    private static Style Colour(SessionState state) => new(state switch
    {
        SessionState.Running => Color.Green,
        SessionState.Starting or SessionState.Queued => Color.Blue,
        SessionState.Stopping or SessionState.Degraded or SessionState.Quarantined => Color.Red,
        SessionState.Waiting or SessionState.Unknown => Color.Yellow,
        _ => Color.Grey,
    });
}
