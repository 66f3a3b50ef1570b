using System.Diagnostics;
using System.Text;

namespace ActorSweeper.Adapters.Tests.Forge;

/// <summary>Real git repositories in a temporary folder: bare clones under <c>cache</c>, worktrees under <c>worktrees</c>.</summary>
internal sealed class Repositories : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("forge-");

    public string Root => _folder.FullName;

    public string Worktrees => Path.Combine(Root, "worktrees");

    public string Cache => Path.Combine(Root, "cache");

    public string Store => Path.Combine(Root, "sessions.json");

    public Repositories()
    {
        Directory.CreateDirectory(Worktrees);
        Directory.CreateDirectory(Cache);
        File.WriteAllText(Store, """{"version":1,"sessions":{}}""");
    }

    public string Clone(string name) => Path.Combine(Cache, name + ".git");

    /// <summary>A bare clone with one commit on main, made when it is first asked for.</summary>
    public string Ensure(string name)
    {
        var clone = Clone(name);
        if (Directory.Exists(clone))
            return clone;
        var upstream = Path.Combine(Root, "upstream", name);
        Git(Root, "init", "-q", "-b", "main", upstream);
        File.WriteAllText(Path.Combine(upstream, "README.md"), "hello\n");
        File.WriteAllText(Path.Combine(upstream, ".gitignore"), "*.ignored\n");
        Git(upstream, "add", ".");
        Git(upstream, "commit", "-q", "-m", "first");
        Git(Root, "clone", "-q", "--bare", upstream, clone);
        return clone;
    }

    /// <summary>A worktree of a clone on a branch of its own, at main's commit.</summary>
    public string Add(string clone, string path, string branch)
    {
        Git(Ensure(clone), "worktree", "add", "-q", "-b", branch, path, "main");
        return path;
    }

    /// <summary>The worktree of an agent on an issue.</summary>
    public string AddFor(string agent, int issue, string clone = "acme/widgets") => Add(
        clone, Path.Combine(Worktrees, agent, $"{clone.Replace('/', '-')}-{issue}"), $"{agent}/{issue}");

    public IReadOnlyList<string> Registered(string clone) => Git(Clone(clone), "worktree", "list", "--porcelain")
        .Split('\n').Where(line => line.StartsWith("worktree ", StringComparison.Ordinal)).Select(line => line[9..]).Skip(1).ToList();

    public static string Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new[]
        {
            ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.org"),
            ("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.org"),
        })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"git {string.Join(' ', arguments)}: {error.Result}");
        return output;
    }

    /// <summary>Everything there is, with its content: what must not change in a dry run.</summary>
    public string Everything()
    {
        var text = new StringBuilder();
        foreach (var path in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            text.Append(path);
            if (File.Exists(path) && new FileInfo(path).LinkTarget is null)
                text.Append(' ').Append(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
            text.Append('\n');
        }

        return text.ToString();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
