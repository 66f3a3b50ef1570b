using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests.Parity;

/// <summary>One pass with <c>nanoclaw-parity.conf</c> beside a model of the original's pass, over the same generated sessions.</summary>
public sealed partial class ParityTests
{
    private const int Sessions = 600;
    private const string Zone = "Europe/Berlin";

    private static readonly TimeSpan WholeSecond = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task One_pass_leaves_the_rows_that_the_original_leaves_but_for_seven_safety_rules()
    {
        using var workspace = NanoClawWorkspace.Create();
        var now = TimeProvider.System.GetUtcNow();
        var chance = new Random(20261121);
        var cases = workspace.AddSessions(Sessions, new SessionShape(0, 0, 0, 0, now, HasHeartbeat: false))
            .Select(session => ParityCase.Generate(session, chance, now)).ToList();
        var before = cases.ConvertAll(subject => ParityRows.Read(subject.Files));
        var configuration = Configure(workspace, cases);

        var (_, report) = await HostProgram.SweepAsync(configuration);

        report.GetProperty("sessions").GetProperty("examined").GetInt32().ShouldBe(Sessions);
        report.GetProperty("sessions").GetProperty("degraded").GetInt32().ShouldBe(0);
        var pass = (Begin: Instant(report, "startedAt"), End: Instant(report, "finishedAt"));
        var (plain, shown) = (0, new HashSet<SafetyRule>());
        for (var number = 0; number < Sessions; number++)
        {
            var (original, _) = OriginalPass.Of(cases[number], before[number], pass.Begin, safe: false);
            var (expected, used) = OriginalPass.Of(cases[number], before[number], pass.Begin, safe: true);
            var after = Normalize(before[number], ParityRows.Read(cases[number].Files), pass);
            after.Text().ShouldBe(expected.Text(), $"{cases[number]}\nbefore:\n{before[number].Text()}\n{Actions(report, cases[number])}");
            if (original.Text() == expected.Text()) plain++;
            else if (used.Count == 1) shown.Add(used.Single());
        }

        plain.ShouldBeGreaterThanOrEqualTo(300);
        shown.ShouldBe(Enum.GetValues<SafetyRule>(), ignoreOrder: true);
    }

    private static string Actions(JsonElement report, ParityCase subject) => string.Join(
        '\n',
        report.GetProperty("actions").EnumerateArray().Concat(report.GetProperty("errors").EnumerateArray())
            .Where(entry => entry.GetProperty("session").GetString() == subject.Files.Session.Id.Value));

    private static DateTimeOffset Instant(JsonElement report, string name) =>
        Timestamp.Parse(report.GetProperty(name).GetString()) ?? default;

    /// <summary>The product's configuration as it is shipped, with containers that are files.</summary>
    private static string Configure(NanoClawWorkspace workspace, List<ParityCase> cases)
    {
        var containers = Directory.CreateDirectory(Path.Join(workspace.Root, "containers")).FullName;
        foreach (var subject in cases)
        {
            var session = subject.Files.Session.Id.Value;
            var started = subject.StartedAt is { } at ? $",\"startedAt\":\"{Timestamp.ToIso(at)}\"" : "";
            var line = $"{{\"session\":\"{session}\",\"id\":\"c-{session}\"{started}}}\n";
            if (subject.Running) File.WriteAllText(Path.Join(containers, $"c-{session}"), line);
            if (!subject.StopWorks) File.WriteAllBytes(Path.Join(workspace.Root, $"no-stop-c-{session}"), []);
            if (!subject.WakeWorks) File.WriteAllBytes(Path.Join(workspace.Root, $"no-wake-{session}"), []);
        }

        var file = Path.Join(workspace.Root, "actorsweeper.conf");
        File.WriteAllText(
            file,
            $$"""
            include "{{Path.Join(AppContext.BaseDirectory, "hocon", "nanoclaw-parity.conf")}}"
            actorsweeper {
              sources.nanoclaw { root = "{{workspace.Root}}", zone = "{{Zone}}" }
              supervision.stop-slack = 2m // A hundred stops at once, on a slow machine.
              containers {
                runtime = command, call-deadline = 2m
                command.list = [sh, -c, "cat '{{containers}}'/* 2>/dev/null; true"]
                command.stop = [sh, -c, "cd $0; test -e no-stop-c-$1 || rm -f containers/c-$1", "{root}", "{session}"]
                command.wake = [sh, -c, "cd $0; test ! -e no-wake-$1", "{root}", "{session}"]
              }
            }
            """);
        return file;
    }

    // --- what depends on the instant of the pass becomes a word, if it is right ---

    private static ParityRows Normalize(ParityRows before, ParityRows after, (DateTimeOffset Begin, DateTimeOffset End) pass)
    {
        var known = before.Messages.ToDictionary(message => message.Id, StringComparer.Ordinal);
        var words = after.Messages.Select(row => known.TryGetValue(row.Id, out var was) ? Changed(was, row, pass) : New(row, pass));
        return after with { Messages = [.. words] };
    }

    private static MessageRow Changed(MessageRow was, MessageRow row, (DateTimeOffset Begin, DateTimeOffset End) pass)
    {
        if (row.ProcessAfter == was.ProcessAfter || was.Tries > 5) return row;
        var delay = TimeSpan.FromSeconds(5 << (int)was.Tries);
        var isRetry = Within(row.ProcessAfter, pass.Begin + delay, pass.End + delay);
        return row with { ProcessAfter = isRetry ? OriginalPass.Retry(was.Tries) : row.ProcessAfter };
    }

    private static MessageRow New(MessageRow row, (DateTimeOffset Begin, DateTimeOffset End) pass)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        var next = row.Recurrence is { } schedule
            ? new[] { pass.Begin, pass.End }.Select(at => PlainCron.Next(schedule, at, zone))
            : [];
        return row with
        {
            Id = NewId().Match(row.Id) is { Success: true } id ? OriginalPass.NewId(id.Groups["prefix"].Value, row.Seq) : row.Id,
            Timestamp = Within(row.Timestamp, pass.Begin, pass.End) ? "new" : row.Timestamp,
            ProcessAfter = next.Select(Timestamp.ToIso).Contains(row.ProcessAfter) ? "next" : row.ProcessAfter,
        };
    }

    /// <summary>Whether a time in SQLite's own form lies between two instants, but for the fraction of a second that it lost.</summary>
    private static bool Within(string? text, DateTimeOffset from, DateTimeOffset to) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        && at > from - WholeSecond && at <= to;

    [GeneratedRegex("^(?<prefix>task|msg)-[0-9]{13}-[0-9a-z]{6}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NewId();
}
