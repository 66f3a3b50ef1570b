using System.CommandLine;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Host.CommandLine;
using ActorSweeper.Simulation.Recorded;

namespace ActorSweeper.Host.Replay;

/// <summary>
/// <c>replay --journal</c>: plays the record of a host again, under the recorded settings or others, and tells what would have differed.
/// </summary>
internal sealed class JournalReplay
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "A host's journal, state.db: its record is played again. With --config or --set under those settings; without them"
            + " under the recorded ones, which must make every recorded decision again.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "With --journal: compare decisions from then on only, as 2026-03-29T00:30:00Z or a span back such as -2h.",
        HelpName = "INSTANT",
    };

    private readonly Option<string?> _to = new("--to") { Description = "With --journal: play up to then only.", HelpName = "INSTANT" };

    private readonly Option<bool> _diff = new("--diff")
    {
        Description = "With --journal: list every difference, also those that only follow from another.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "With --journal: print exactly one JSON object on standard output.",
    };

    private readonly ConfigurationOptions _configuration;

    /// <summary>Adds the options to a command.</summary>
    public JournalReplay(Command command)
    {
        command.Add(_journal);
        command.Add(_from);
        command.Add(_to);
        command.Add(_diff);
        command.Add(_json);
        _configuration = new ConfigurationOptions(command);
    }

    /// <summary>Whether a command line asks for it.</summary>
    public bool IsMeant(ParseResult line) => line.GetValue(_journal) is not null;

    /// <summary>The first of its options on a command line that asks for something else; null when there is none.</summary>
    public string? Misplaced(ParseResult line) => new Option[] { _from, _to, _diff, _json }
        .FirstOrDefault(option => line.GetResult(option) is { Implicit: false })?.Name
        ?? (_configuration.AreGiven(line) ? "--config or --set" : null);

    /// <summary>Plays it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandMistakeException">The command line is wrong.</exception>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public async Task<int> RunAsync(ParseResult line, Surroundings surroundings, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(line.GetValue(_journal)!, surroundings.Directory);
        var now = surroundings.Time.GetUtcNow();
        var (from, to) = (Instant(line, _from, now), Instant(line, _to, now));
        if (from >= to) throw new CommandMistakeException("--from must be before --to");
        var other = _configuration.AreGiven(line) ? _configuration.Settings(line, surroundings).Supervision : null;
        await using var journal = new SqliteJournal(new SqliteJournalOptions(path, JournalAccess.Read, BusyTimeout));
        var recording = await Recording.ReadAsync(journal, to, cancellation);
        if (recording.Count == 0) throw new JournalException(JournalFault.Missing, $"journal {path} has no events up to then");
        var comparison = WhatIf.Play(recording, other, from, to);
        var report = new WhatIfReport(path, other is not null, recording.First, recording.Last, comparison);
        if (line.GetValue(_json)) report.WriteJson(surroundings.Output);
        else report.WriteText(surroundings.Output, line.GetValue(_diff));
        return other is null && comparison.Differences.Count > 0 ? ExitCode.Failures : ExitCode.Done;
    }

    private static DateTimeOffset? Instant(ParseResult line, Option<string?> option, DateTimeOffset now) =>
        line.GetValue(option) is { } text ? InstantText.Read(option.Name, text, now) : null;
}
