using System.Text;

namespace ActorSweeper.Adapters.Forge;

/// <summary>A worktree as git lists it.</summary>
/// <param name="Path">Where it is, as git has it.</param>
/// <param name="Head">The commit that is checked out; null for a bare repository.</param>
/// <param name="Branch">Its full name; null when none is checked out.</param>
/// <param name="Lock">Why it is locked, empty where no reason was given; null when it is not.</param>
internal sealed record ListedWorktree(string Path, string? Head, string? Branch, string? Lock)
{
    /// <summary>Reads what <c>git worktree list --porcelain -z</c> wrote; the first is the repository itself.</summary>
    public static IReadOnlyList<ListedWorktree> Read(ReadOnlySpan<byte> output)
    {
        var listed = new List<ListedWorktree>();
        ListedWorktree? current = null;
        foreach (var line in Encoding.UTF8.GetString(output).Split('\0'))
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            var (word, rest) = blank < 0 ? (line, "") : (line[..blank], line[(blank + 1)..]);
            switch (word)
            {
                case "":
                    if (current is not null) listed.Add(current);
                    current = null;
                    break;
                case "worktree":
                    current = new ListedWorktree(rest, null, null, null);
                    break;
                case "HEAD":
                    current = current is null ? null : current with { Head = rest };
                    break;
                case "branch":
                    current = current is null ? null : current with { Branch = rest };
                    break;
                case "locked":
                    current = current is null ? null : current with { Lock = rest };
                    break;
                default:
                    break;
            }
        }

        return listed;
    }
}

/// <summary>A worktree of an agent on an issue: one of ours.</summary>
/// <param name="Origin">The clone that lists it.</param>
/// <param name="Key">The issue.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Listed">What git says of it.</param>
internal sealed record Worktree(Clone Origin, IssueKey Key, string Agent, ListedWorktree Listed)
{
    /// <summary>Where it is.</summary>
    public string Path => Listed.Path;

    /// <summary>Whether nothing is there any more but git's registration.</summary>
    public bool IsGone => !System.IO.Path.Exists(Path) && new FileInfo(Path).LinkTarget is null;
}
