using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Text;
using ActorSweeper.Core.Time;
using ActorSweeper.Host.CommandLine;
using ActorSweeper.Host.Reports;
using Spectre.Console;

namespace ActorSweeper.Host.Records;

/// <summary>
/// How a host and its sessions stand, for people: a table on a wide terminal, two lines for each session on a narrow one, and aligned
/// columns without a terminal.
/// </summary>
internal static class StatusText
{
    private const int WideEnough = 120;

    /// <summary>Writes it.</summary>
    public static void Write(HostStatus status, Surroundings surroundings)
    {
        foreach (var line in StatusWords.Host(status)) WriteWrapped(line, surroundings);
        var active = status.Active.ToList();
        if (active.Count == 0) return;
        surroundings.Output.WriteLine();
        switch (surroundings.TerminalWidth)
        {
            case null:
                WriteColumns(active, status.Now, surroundings.Output);
                break;
            case >= WideEnough and var width:
                WriteTable(active, status.Now, surroundings, width);
                break;
            case { } width:
                WriteNarrow(active, status.Now, surroundings.Output, width);
                break;
        }
    }

    /// <summary>Writes a labelled line; on a terminal its text goes on below itself, and breaks between words where it can.</summary>
    public static void WriteWrapped(string line, Surroundings surroundings)
    {
        var indent = new string(' ', StatusWords.LabelWidth);
        while (surroundings.TerminalWidth is { } width && width > 2 * indent.Length && line.Length > width)
        {
            var end = line.LastIndexOf(' ', width, width - indent.Length);
            var (cut, next) = end > indent.Length ? (end, end + 1) : (width, width);
            surroundings.Output.WriteLine(line[..cut]);
            line = indent + line[next..];
        }

        surroundings.Output.WriteLine(line);
    }

    private static void WriteColumns(List<SessionStatus> sessions, DateTimeOffset now, TextWriter output)
    {
        var rows = sessions.Select(session => StatusWords.Cells(session, now)).Prepend(StatusWords.Columns).ToList();
        var widths = Enumerable.Range(0, StatusWords.Columns.Count - 1).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => column < widths.Count ? cell.PadRight(widths[column]) : cell)));
    }

    private static void WriteTable(List<SessionStatus> sessions, DateTimeOffset now, Surroundings surroundings, int width)
    {
        var table = new Table().Border(TableBorder.Rounded).Expand();
        foreach (var column in StatusWords.Columns) table.AddColumn(new TableColumn(column) { NoWrap = column != StatusWords.Columns[^1] });
        foreach (var session in sessions)
        {
            var cells = StatusWords.Cells(session, now);
            table.AddRow(cells.Select((cell, index) => index == 2 ? new Text(cell, Colour(session.State)) : new Text(cell)));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = surroundings.Environment.GetValueOrDefault("NO_COLOR") is { Length: > 0 }
                ? ColorSystemSupport.NoColors
                : ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(surroundings.Output),
        });
        console.Profile.Width = width;
        console.Write(table);
    }

    private static void WriteNarrow(List<SessionStatus> sessions, DateTimeOffset now, TextWriter output, int width)
    {
        foreach (var session in sessions)
        {
            var facts = new List<string> { Printable.Escape(session.Session.Id.Value), ReportWords.Of(session.State) };
            if (session.Record.Incarnation > 0) facts.Add($"life {StatusWords.Number(session.Record.Incarnation)}");
            if (session.Heartbeat is { } heartbeat) facts.Add($"beat {Durations.Text(now - heartbeat)}");
            if (session.Claims > 0) facts.Add($"claims {StatusWords.Number(session.Claims)}");
            if (session.Pending > 0) facts.Add($"pending {StatusWords.Number(session.Pending)}");
            if (session.Record.DeadLetters.Count > 0) facts.Add($"dead {StatusWords.Number(session.Record.DeadLetters.Count)}");
            if (session.LeftAloneUntil is { } until) facts.Add($"left alone {Durations.Text(until - now)}");
            output.WriteLine(Cut(string.Join("  ", facts), width));
            output.WriteLine(Cut("  " + Printable.Escape(StatusWords.Sentence(session, now)), width));
        }
    }

    private static string Cut(string line, int width) => line.Length <= width || width < 2 ? line : line[..(width - 1)] + "…";

    private static Style Colour(SessionState state) => new(state switch
    {
        SessionState.Running => Color.Green,
        SessionState.Starting or SessionState.Queued => Color.Blue,
        SessionState.Stopping or SessionState.Degraded or SessionState.Quarantined => Color.Red,
        SessionState.Waiting or SessionState.Unknown => Color.Yellow,
        _ => Color.Grey,
    });
}
