using System.Text;
using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>Finds what one rule would remove.</summary>
/// <param name="rule">The rule.</param>
/// <param name="now">The instant that ages are counted to.</param>
/// <param name="ids">The ids of the active sessions; null when they are not known: then only counts are made.</param>
/// <param name="units">Gets what is found.</param>
/// <param name="taken">What an earlier rule has taken already; null when no two rules can meet.</param>
/// <param name="problems">Gets what cannot be looked at.</param>
/// <param name="cancellation">Ends it between two entries.</param>
internal sealed class RulePlanning(
    ArtifactRule rule,
    DateTimeOffset now,
    ActiveIds? ids,
    ICollection<PlannedUnit> units,
    HashSet<(ulong Inode, RawName Name)>? taken,
    ICollection<string> problems,
    CancellationToken cancellation)
{
    private static readonly byte[] TranscriptEnd = ".jsonl"u8.ToArray();

    private readonly NamePattern[] _steps =
    [
        .. (rule.Glob.EndsWith("**", StringComparison.Ordinal) ? rule.Glob + "/*" : rule.Glob)
            .Split('/').Select(step => new NamePattern(step)),
    ];

    private readonly HashSet<RawName> _except = [.. (rule.Except ?? []).Select(RawName.Of)];
    private PlannedRoot _root = new("", default);
    private int _seen;
    private int _matched;
    private long _bytes;

    /// <summary>Looks at all that the rule names.</summary>
    public RuleCount Run(OpenedRoot root, PlannedRoot planned)
    {
        _root = planned;
        new PatternWalk(root, _steps[..^1], problems, cancellation).Run(Look);
        return new RuleCount(rule.Name, _seen, _matched, _bytes);
    }

    private void Look(Folder folder)
    {
        if (rule.Unit == ArtifactUnit.Transcript) LookAtTranscripts(folder);
        else folder.List(entry => Look(folder, entry), cancellation);
    }

    private bool IsMeant(in Entry entry) => _steps[^1].Matches(entry.Name.Bytes) && !_except.Contains(entry.Name);

    private void Look(Folder folder, Entry entry)
    {
        if (PrivateName.IsOne(entry.Name)) Remains(folder, entry);
        else if (PatternWalk.IsOurs(entry.Name) || !IsMeant(entry)) return;
        else if (entry.Kind != EntryKind.Directory)
            Judge(folder, entry, null, ArtifactAge.InstantOf(entry, rule.Source), entry.Facts.Frees);
        else if (rule.Unit == ArtifactUnit.Entry) Judge(folder, entry);
    }

    /// <summary>What an interrupted removal has left was expired and checked when it got its name.</summary>
    private void Remains(Folder folder, in Entry entry)
    {
        if (rule.Unit == ArtifactUnit.File || entry.Kind != EntryKind.Directory || ids is null) return;
        if (SizeOf(folder, entry) is not { } size || !Take(entry)) return;
        units.Add(new PlannedUnit(
            _root, null, folder.Path, entry, null, now, size.Frees, "the rest of a removal that was interrupted"));
    }

    private void LookAtTranscripts(Folder folder)
    {
        var folders = new Dictionary<RawName, Entry>();
        var transcripts = new List<Entry>();
        folder.List(
            entry =>
            {
                if (PrivateName.IsOne(entry.Name)) Remains(folder, entry);
                else if (!IsMeant(entry)) return;
                else if (entry.Kind == EntryKind.Directory) folders[entry.Name] = entry;
                else if (StemOf(entry.Name) is not null) transcripts.Add(entry);
            },
            cancellation);
        foreach (var transcript in transcripts)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!folders.Remove(StemOf(transcript.Name)!.Value, out var companion))
                Judge(folder, transcript, null, ArtifactAge.InstantOf(transcript, rule.Source), transcript.Facts.Frees);
            else if (SizeOf(folder, companion) is { } size)
            {
                var own = ArtifactAge.InstantOf(transcript, rule.Source);
                var instant = ArtifactAge.InstantOf(size, rule.Source) is { } newest && newest > own ? newest : own;
                Judge(folder, transcript, new CompanionFolder(companion), instant, transcript.Facts.Frees + size.Frees);
            }
        }

        foreach (var orphan in folders.Values) Judge(folder, orphan);
    }

    /// <summary>A directory as a whole. An empty one is as old as itself.</summary>
    private void Judge(Folder folder, in Entry directory)
    {
        if (directory.Facts.IsMountPoint) problems.Add(Fault.Text(folder.PathOf(directory.Name), "remove it", Errno.Busy));
        else if (SizeOf(folder, directory) is { } size)
        {
            var instant = rule.Source == AgeSource.NameDate
                ? ArtifactAge.InstantOf(directory, rule.Source)
                : ArtifactAge.InstantOf(size, rule.Source) ?? ArtifactAge.InstantOf(directory, rule.Source);
            Judge(folder, directory, null, instant, size.Frees);
        }
    }

    private void Judge(Folder folder, in Entry entry, CompanionFolder? companion, DateTimeOffset? instant, long bytes)
    {
        _seen++;
        _bytes += bytes;
        if (KeptAnyway(entry, instant) is { } why)
        {
            if (Take(entry)) units.Add(new PlannedUnit(_root, rule, folder.Path, entry, companion, now, 0, why, IsKept: true));
            return;
        }

        if (instant is not { } from || !ArtifactAge.IsOver(rule, from, now)) return;
        _matched++;
        // Not known is not none: all that could be somebody's stays, and the plan says so once.
        if (ids is null || !Take(entry)) return;
        units.Add(ActiveReason(rule, entry.Name, ids) is { } active
            ? new PlannedUnit(_root, rule, folder.Path, entry, companion, from, 0, active, IsKept: true)
            : new PlannedUnit(_root, rule, folder.Path, entry, companion, from, bytes));
    }

    private string? KeptAnyway(in Entry entry, DateTimeOffset? instant)
    {
        if (entry.Facts.IsMountPoint) return "something is mounted on it: unmount it";
        if (entry.Kind is EntryKind.Socket or EntryKind.Pipe or EntryKind.Other)
            return $"it is {Words.Of(entry.Kind)}, which no rule removes: remove it by hand";
        if (instant is null) return "its name has no date: its age is not known";
        return ArtifactAge.IsFuture(instant.Value, now)
            ? $"its time, {instant:yyyy-MM-dd HH:mm:ss}, is in the future: its age is not known"
            : null;
    }

    /// <summary>Why a name is kept although it has expired; null when no active session keeps it.</summary>
    public static string? ActiveReason(ArtifactRule rule, RawName name, ActiveIds ids) => rule.Protection switch
    {
        ArtifactProtection.Stem => ids.IsStemOf(name.Bytes) ? "its session is active" : null,
        ArtifactProtection.AnyId => ids.In(name.Bytes) is { } id ? $"session {DisplayText.Of(Encoding.UTF8.GetBytes(id))} is active" : null,
        _ => null,
    };

    private TreeSize? SizeOf(Folder folder, in Entry directory)
    {
        try
        {
            using var opened = folder.OpenFolder(directory.Name);
            var size = TreeSize.Of(opened, cancellation);
            if (size.Problems.Count == 0) return size;
            foreach (var problem in size.Problems) problems.Add(problem);
        }
        catch (DeletionException refused)
        {
            problems.Add(refused.Message);
        }

        return null;
    }

    private bool Take(in Entry entry) => taken is null || taken.Add((entry.Facts.Inode, entry.Name));

    private static RawName? StemOf(RawName name) =>
        name.Bytes.EndsWith(TranscriptEnd) && RawName.TryOf(name.Bytes[..^TranscriptEnd.Length], out var stem) ? stem : null;
}
