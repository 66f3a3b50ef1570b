using System.Globalization;
using ActorSweeper.Core.Text;
using ActorSweeper.Core.Time;
using ActorSweeper.Host.Reports;

namespace ActorSweeper.Host.Records;

/// <summary>How things stand, in words for people. What other programs wrote is escaped.</summary>
internal static class StatusWords
{
    /// <summary>How many columns a label takes.</summary>
    public const int LabelWidth = 12;

    /// <summary>The columns of a session's row, the sentence last.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["session", "group", "state", "life", "container", "heartbeat", "claims", "pending", "dead", "left alone", "how it stands"];

    /// <summary>The cells of a session's row.</summary>
    public static IReadOnlyList<string> Cells(SessionStatus session, DateTimeOffset now) =>
    [
        Printable.Escape(session.Session.Id.Value),
        Printable.Escape(session.Group),
        ReportWords.Of(session.State),
        Number(session.Record.Incarnation),
        Printable.Escape(session.Record.Current?.Name ?? "-"),
        session.Heartbeat is { } heartbeat ? Durations.Text(Age(heartbeat, now)) : "-",
        Number(session.Claims),
        Number(session.Pending),
        Number(session.Record.DeadLetters.Count),
        session.LeftAloneUntil is { } until ? Durations.Text(until - now) : "-",
        Printable.Escape(Sentence(session, now)),
    ];

    /// <summary>What is to be known of the host, a line for each thing.</summary>
    public static IEnumerable<string> Host(HostStatus status)
    {
        yield return Labelled("host", Presence(status));
        if (status.Supervisor.Pass is { } pass && status.Supervisor.PassEndedAt is { } ended)
            yield return Labelled("last pass", string.Create(
                CultureInfo.InvariantCulture,
                $"{Ago(ended, status.Now)}: {pass.Sessions} sessions, {pass.Running} running, {pass.Degraded} degraded"));
        yield return Labelled("sessions", Totals(status));
        foreach (var problem in status.Problems) yield return Labelled("problem", problem);
    }

    /// <summary>A line with what it is about.</summary>
    public static string Labelled(string label, string text) => label.PadRight(LabelWidth) + Printable.Escape(text);

    /// <summary>An instant and how long ago that was.</summary>
    public static string Ago(DateTimeOffset instant, DateTimeOffset now) =>
        $"{Timestamp.ToIso(instant)} ({(instant > now ? $"in {Durations.Text(instant - now)}" : $"{Durations.Text(now - instant)} ago")})";

    /// <summary>How a session stands, and since when.</summary>
    public static string Sentence(SessionStatus session, DateTimeOffset now) =>
        session.Since is { } since ? $"{session.Text} ({Durations.Text(Age(since, now))} ago)" : session.Text;

    /// <summary>A number as text.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static TimeSpan Age(DateTimeOffset instant, DateTimeOffset now) => instant > now ? TimeSpan.Zero : now - instant;

    private static string Presence(HostStatus status)
    {
        var host = status.Supervisor.Host;
        var who = host is null
            ? "no host has told the journal of itself yet"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"pid {host.ProcessId} on {host.Node} since {Ago(host.Now.Wall, status.Now)}, version {host.Version}, settings generation "
                    + $"{status.Supervisor.Generation}");
        if (status.IsUp is not false) return status.IsUp is true ? $"up: {who}" : $"it cannot be told whether it is up; the last was {who}";
        var end = status switch
        {
            _ when host is null => "",
            { Fleet.EndedAt: { } ended } => $"ended in order {Ago(ended, status.Now)}; the last was ",
            { Supervisor.HasEnded: true } => "ended in order; the last was ",
            _ => "it did not end in order; the last was ",
        };
        return $"down: {end}{who}";
    }

    private static string Totals(HostStatus status)
    {
        var active = status.Active.ToList();
        var states = active.GroupBy(session => session.State).OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {ReportWords.Of(group.Key)}")).ToList();
        var dead = active.Sum(session => session.Record.DeadLetters.Count);
        var gone = status.Sessions.Count - active.Count;
        return string.Create(CultureInfo.InvariantCulture, $"{active.Count} active")
            + (states.Count == 0 ? "" : ": " + string.Join(", ", states))
            + (dead == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {dead} dead letters"))
            + (gone == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {gone} no longer active"));
    }
}
