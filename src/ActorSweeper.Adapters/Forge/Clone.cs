using System.Text;
using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;

namespace ActorSweeper.Adapters.Forge;

/// <summary>A repository that has worktrees.</summary>
/// <param name="Owner">Whose it is on the forge.</param>
/// <param name="Repository">Its name there.</param>
/// <param name="GitDirectory">Its git directory, without links in its path.</param>
internal sealed record Clone(string Owner, string Repository, string GitDirectory)
{
    private const int MaxLinkBytes = 16 * 1024;
    private const string Ending = ".git";
    private const string LinkStart = "gitdir: ";

    /// <summary>The clones <c>OWNER/REPO.git</c> under a folder.</summary>
    public static IEnumerable<Clone> Under(string folder)
    {
        if (RealPath.Of(folder) is not { } root)
            throw new IOException($"the folder of clones {folder} does not exist, or may not be looked at");
        return
            from owner in FoldersIn(root)
            from repository in FoldersIn(Path.Combine(root, owner))
            where repository.EndsWith(Ending, StringComparison.Ordinal)
            select new Clone(owner, repository[..^Ending.Length], Path.Combine(root, owner, repository));
    }

    /// <summary>The clones that the folders <c>AGENT/NAME</c> under a folder are worktrees of.</summary>
    public static IEnumerable<Clone> OfWorktreesUnder(string root)
    {
        var found =
            from agent in FoldersIn(root)
            from name in FoldersIn(Path.Combine(root, agent))
            let admin = AdminFolder(Path.Combine(root, agent, name))
            where admin is not null && Path.GetFileName(Path.GetDirectoryName(admin)) == "worktrees"
            let directory = Path.GetDirectoryName(Path.GetDirectoryName(admin))
            select Named(directory);
        return found.Distinct().OrderBy(clone => clone.GitDirectory, StringComparer.Ordinal);
    }

    /// <summary>What git keeps of a worktree in its clone, by the file <c>.git</c> in it.</summary>
    /// <returns>Null when there is no such file, or what it names is not there.</returns>
    public static string? AdminFolder(string worktree)
    {
        try
        {
            var text = Encoding.UTF8.GetString(PlainFile.Read(Path.Combine(worktree, ".git"), MaxLinkBytes)).TrimEnd('\n');
            return text.StartsWith(LinkStart, StringComparison.Ordinal)
                ? RealPath.Of(Path.Combine(worktree, text[LinkStart.Length..]))
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The names of the folders in a folder, links left out; none where it may not be looked at.</summary>
    private static IEnumerable<string> FoldersIn(string folder)
    {
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        try
        {
            return Directory.EnumerateDirectories(folder, "*", options)
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)
                .ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // …/OWNER/REPO.git of a bare one, …/OWNER/REPO/.git of another.
    private static Clone Named(string directory)
    {
        var folder = Path.GetFileName(directory) == Ending ? Path.GetDirectoryName(directory)! : directory;
        var name = Path.GetFileName(folder);
        var repository = name.EndsWith(Ending, StringComparison.Ordinal) ? name[..^Ending.Length] : name;
        return new Clone(Path.GetFileName(Path.GetDirectoryName(folder)) ?? "", repository, directory);
    }
}
