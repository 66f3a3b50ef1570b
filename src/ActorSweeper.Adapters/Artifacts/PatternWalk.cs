using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>Finds the directories of a rule: all steps of its pattern but the last.</summary>
/// <param name="root">Where it begins.</param>
/// <param name="steps">The steps.</param>
/// <param name="problems">Gets what cannot be entered.</param>
/// <param name="cancellation">Ends it between two entries.</param>
internal sealed class PatternWalk(
    OpenedRoot root, IReadOnlyList<NamePattern> steps, ICollection<string> problems, CancellationToken cancellation)
{
    private const int Deepest = 256;

    private readonly Stack<(FolderPath Path, int Step, int Depth)> _open = [];

    /// <summary>Hands out each directory, opened, for as long as the call lasts.</summary>
    public void Run(Action<Folder> found)
    {
        _open.Push((root.Place, 0, 0));
        while (_open.TryPop(out var next))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var folder = root.OpenFolder(next.Path);
                if (next.Step == steps.Count) found(folder);
                else Enter(folder, next.Step, next.Depth);
            }
            catch (DeletionException refused) when (refused.IsNotThere)
            {
                // Removed since its name was read: what is gone has no artifacts.
                continue;
            }
            catch (DeletionException refused)
            {
                problems.Add(refused.Message);
            }
        }
    }

    private void Enter(Folder folder, int at, int depth)
    {
        var step = steps[at];
        if (step.IsLiteral)
        {
            if (folder.Find(RawName.Of(step.Text)) is { } entry) Add(folder, entry, at + 1, depth, isNamed: true);
            return;
        }

        if (step.IsAnyDepth) _open.Push((folder.Path, at + 1, depth));
        folder.List(
            entry =>
            {
                if (IsOurs(entry.Name) || !(step.IsAnyDepth || step.Matches(entry.Name.Bytes))) return;
                if (step.IsAnyDepth) Add(folder, entry, at, depth, isNamed: false);
                else Add(folder, entry, at + 1, depth, isNamed: true);
            },
            cancellation);
    }

    /// <summary>Whether a name is one that this product gives itself.</summary>
    public static bool IsOurs(RawName name) => name.Equals(Trash.FolderName) || PrivateName.IsOne(name);

    private void Add(Folder folder, in Entry entry, int step, int depth, bool isNamed)
    {
        if (entry.Kind == EntryKind.Directory && depth < Deepest) _open.Push((folder.Path.Of(entry.Name), step, depth + 1));
        else if (entry.Kind == EntryKind.Directory)
            problems.Add($"{folder.PathOf(entry.Name)}: more than {Deepest} directories deep: not looked at; move or remove it by hand");
        else if (entry.Kind == EntryKind.Link && isNamed)
            problems.Add(
                $"{folder.PathOf(entry.Name)}: it is a link, which is not followed: configure where it leads as a root of its own");
    }
}
