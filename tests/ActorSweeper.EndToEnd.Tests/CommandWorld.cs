using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests;

/// <summary>
/// A NanoClaw installation whose containers are files, which three small scripts list, stop and write: what an operator does who
/// has a runtime of his own.
/// </summary>
internal sealed class CommandWorld : IDisposable
{
    public CommandWorld()
    {
        Directory.CreateDirectory(Running);
        Script("list", "cat \"$0.d\"/../running/* 2>/dev/null; exit 0");
        Script(
            "stop",
            """
            env | grep ^ACTORSWEEPER_ > "$0.env"; echo "$*" > "$0.arguments"
            rm -f "$0.d/../running/$ACTORSWEEPER_CONTAINER"
            """);
        Script(
            "wake",
            """
            env | grep ^ACTORSWEEPER_ > "$0.env"; echo "$*" > "$0.arguments"; at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
            echo "{\"session\":\"$ACTORSWEEPER_SESSION\",\"id\":\"woken-$ACTORSWEEPER_SESSION\",\"startedAt\":\"$at\"}" > "$0.d/new"
            mv "$0.d/new" "$0.d/../running/woken-$ACTORSWEEPER_SESSION"
            """);
    }

    public NanoClawWorkspace Workspace { get; } = NanoClawWorkspace.Create();

    public string Configuration => Path.Join(Workspace.Root, "actorsweeper.conf");

    private string Running => Path.Join(Workspace.Root, "running");

    /// <summary>Writes the configuration.</summary>
    /// <param name="supervision">More keys of that section, on a line of its own.</param>
    public CommandWorld Configure(string supervision = "")
    {
        // As an editor does it: the file is complete at every instant.
        File.WriteAllText(
            Configuration + ".new",
            $$"""
            actorsweeper {
              sources.nanoclaw { root = "{{Workspace.Root}}", zone = UTC }
              containers {
                runtime = command, call-deadline = 60s
                command.list = [sh, "{{Of("list")}}"]
                command.stop = [sh, "{{Of("stop")}}", "{session}"]
                command.wake = [sh, "{{Of("wake")}}", "{session}", "{groupFolder}"]
              }
              supervision {
                sweep-interval = 300ms, storm-window = 100ms, storm-fraction = off
                startup-grace = 0s, claim-tolerance = 1s, stop-grace = 5s, stop-slack = 60s
                {{supervision}}
              }
              logging.level = debug
            }
            """);
        File.Move(Configuration + ".new", Configuration, overwrite: true);
        return this;
    }

    /// <summary>Makes a session run, for so long already.</summary>
    public void Run(string session, TimeSpan since)
    {
        var startedAt = Timestamp.ToIso(TimeProvider.System.GetUtcNow() - since);
        var line = $$"""{"session":"{{session}}","id":"c-{{session}}","startedAt":"{{startedAt}}"}""";
        File.WriteAllLines(Path.Join(Running, "c-" + session), [line]);
    }

    public bool Runs(string container) => File.Exists(Path.Join(Running, container));

    /// <summary>What a script was told by its environment, by name.</summary>
    public IReadOnlyDictionary<string, string> Told(string script) => File.ReadAllLines(Of(script) + ".env")
        .Select(line => line["ACTORSWEEPER_".Length..].Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public string Arguments(string script) => File.ReadAllText(Of(script) + ".arguments").Trim();

    public void Dispose() => Workspace.Dispose();

    private string Of(string script) => Path.Join(Workspace.Root, script + ".sh");

    private void Script(string name, string text)
    {
        File.WriteAllText(Of(name), text);
        Directory.CreateDirectory(Of(name) + ".d");
    }
}
