using System.Globalization;
using System.Text;
using ActorSweeper.Adapters.Launching;

namespace ActorSweeper.Adapters.Forge;

/// <summary>
/// Runs git so that nothing in a repository, in the user's or in the machine's configuration runs with it: no hooks, no prompts, no
/// fsmonitor, no filters, no protocols, no pagers. Agents can write to the repositories that are looked at here.
/// </summary>
/// <param name="program">The git program.</param>
/// <param name="timeout">The deadline of one command.</param>
/// <param name="time">Measures it.</param>
internal sealed class Git(string program, TimeSpan timeout, TimeProvider time)
{
    private const int MaxOutputBytes = 64 * 1024 * 1024;

    private static readonly KeyValuePair<string, string>[] Environment =
    [
        new("LC_ALL", "C"),
        new("TZ", "UTC"),
        new("GIT_CONFIG_NOSYSTEM", "1"),
        new("GIT_CONFIG_SYSTEM", "/dev/null"),
        new("GIT_CONFIG_GLOBAL", "/dev/null"),
        new("GIT_ATTR_NOSYSTEM", "1"),
        new("GIT_TERMINAL_PROMPT", "0"),
        new("GIT_ASKPASS", "false"),
        new("SSH_ASKPASS", "false"),
        new("GIT_EDITOR", "false"),
        new("GIT_PAGER", "cat"),
        new("GIT_ALLOW_PROTOCOL", "none"),
        new("GIT_NO_LAZY_FETCH", "1"),
        new("GIT_NO_REPLACE_OBJECTS", "1"),
        new("GIT_CEILING_DIRECTORIES", "/"),
    ];

    private static readonly KeyValuePair<string, string>[] Settings =
    [
        new("core.hooksPath", "/dev/null"),
        new("core.fsmonitor", "false"),
        new("core.untrackedCache", "false"),
        new("core.ignoreStat", "false"),
        new("core.attributesFile", "/dev/null"),
        new("core.excludesFile", "/dev/null"),
        new("core.autocrlf", "false"),
        new("core.safecrlf", "false"),
        new("core.pager", "cat"),
        new("core.editor", "false"),
        new("core.askPass", "false"),
        new("core.sshCommand", "false"),
        new("core.alternateRefsCommand", "false"),
        new("credential.helper", ""),
        new("protocol.allow", "never"),
        new("submodule.recurse", "false"),
        new("gc.auto", "0"),
        new("maintenance.auto", "false"),
        new("advice.detachedHead", "false"),
    ];

    /// <summary>Runs git on a clone, or on one of its worktrees.</summary>
    /// <param name="place">Where.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="more">What else is put into its environment.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <exception cref="GitException">It failed, could not be started, or did not end in time.</exception>
    public async Task<byte[]> RunAsync(
        GitPlace place, IReadOnlyList<string> arguments, CancellationToken cancellation, params KeyValuePair<string, string>[] more)
    {
        var filters = await FiltersAsync(place, cancellation);
        return await RunAsync(place, arguments, [.. Settings, .. filters], more, cancellation);
    }

    /// <summary>Runs git and takes what it wrote as one line of text.</summary>
    /// <exception cref="GitException">It failed, could not be started, or did not end in time.</exception>
    public async Task<string> LineAsync(
        GitPlace place, IReadOnlyList<string> arguments, CancellationToken cancellation, params KeyValuePair<string, string>[] more) =>
        Encoding.UTF8.GetString(await RunAsync(place, arguments, cancellation, more)).TrimEnd('\n');

    /// <summary>A filter is a command of the repository's own: each one that it configures is set to none.</summary>
    private async Task<IEnumerable<KeyValuePair<string, string>>> FiltersAsync(GitPlace place, CancellationToken cancellation)
    {
        var output = await RunAsync(place, ["config", "--list", "--name-only", "-z"], Settings, [], cancellation);
        return Encoding.UTF8.GetString(output)
            .Split('\0')
            .Where(key => key.StartsWith("filter.", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Select(key => KeyValuePair.Create(key, key.EndsWith(".required", StringComparison.Ordinal) ? "false" : ""));
    }

    private async Task<byte[]> RunAsync(
        GitPlace place,
        IReadOnlyList<string> arguments,
        IReadOnlyList<KeyValuePair<string, string>> settings,
        IReadOnlyList<KeyValuePair<string, string>> more,
        CancellationToken cancellation)
    {
        string[] command = [program, "--no-pager", "-C", place.Worktree ?? place.GitDirectory, .. arguments];
        IEnumerable<KeyValuePair<string, string>> environment = [.. Environment, .. place.Environment(), .. Numbered(settings), .. more];
        var shown = $"git {arguments[0]}";
        try
        {
            var result = await CommandRun.RunAsync(
                command, environment, timeout, MaxOutputBytes, needsAllOutput: true, time, cancellation, inherits: false);
            return result.ExitCode == 0
                ? result.Output
                : throw new GitException($"{shown} in {place} failed: {string.Join("; ", result.ErrorLines)}");
        }
        catch (TimeoutException e)
        {
            throw new GitException($"{shown} in {place}: {e.Message} and was ended; raise git-timeout if the repository is that large", e);
        }
        catch (IOException e)
        {
            throw new GitException($"{shown} in {place}: {e.Message}", e);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Numbered(IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        yield return new("GIT_CONFIG_COUNT", settings.Count.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < settings.Count; i++)
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{i}"), settings[i].Key);
            yield return new(string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{i}"), settings[i].Value);
        }
    }
}

/// <summary>Where git works: never where it would look for by itself.</summary>
/// <param name="GitDirectory">The clone's git directory, or the one that it has for a worktree.</param>
/// <param name="Worktree">The worktree; null for the clone itself.</param>
internal sealed record GitPlace(string GitDirectory, string? Worktree)
{
    /// <summary>The variables that say so.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment()
    {
        yield return new("GIT_DIR", GitDirectory);
        if (Worktree is not null)
            yield return new("GIT_WORK_TREE", Worktree);
        // What is only looked at stays as it is: no refreshed index.
        yield return new("GIT_OPTIONAL_LOCKS", "0");
    }

    /// <inheritdoc/>
    public override string ToString() => Worktree ?? GitDirectory;
}

/// <summary>A git command failed.</summary>
internal sealed class GitException(string message, Exception? inner = null) : Exception(message, inner);
