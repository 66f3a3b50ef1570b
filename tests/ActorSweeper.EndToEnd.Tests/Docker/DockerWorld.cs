using System.Security.Cryptography;
using System.Text;
using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests.Docker;

/// <summary>
/// One test's own NanoClaw installation on a real engine: real session files, its own label by its root, and everything that
/// was started for it removed at the end.
/// </summary>
internal sealed class DockerWorld : IAsyncDisposable
{
    public const string Image = "actorsweeper-test:busybox";

    /// <summary>A program that ends when it is told to.</summary>
    public const string Obedient = "trap 'exit 0' TERM; sleep 100000 & wait";

    /// <summary>A program that must be killed.</summary>
    public const string Stubborn = "trap '' TERM; while :; do sleep 1; done";

    private readonly List<string> _started = [];

    private DockerWorld(EngineApi engine) => Engine = engine;

    public EngineApi Engine { get; }

    public NanoClawWorkspace Workspace { get; } = NanoClawWorkspace.Create();

    public string Configuration => Path.Join(Workspace.Root, "actorsweeper.conf");

    /// <summary>NanoClaw's short name of this installation.</summary>
    public string Slug => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Workspace.Root)))[..8];

    public string Label => "nanoclaw-install=" + Slug;

    /// <summary>A world on the engine of the tests; skips the test where there is none, which in CI is a failure.</summary>
    public static DockerWorld Require() => On(RequireEndpoint());

    public static DockerWorld On(string endpoint) => new(new EngineApi(endpoint));

    /// <summary>Where the engine of the tests listens.</summary>
    public static string RequireEndpoint()
    {
        var endpoint = Environment.GetEnvironmentVariable("ACTORSWEEPER_TEST_DOCKER");
        if (string.IsNullOrEmpty(endpoint)) Refuse("needs a container engine: run ./test.sh, or set ACTORSWEEPER_TEST_DOCKER");
        return endpoint!;
    }

    /// <summary>Skips the test; in CI it fails.</summary>
    public static void Refuse(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }

    /// <summary>Writes the configuration: limits of a second or two, and a template whose program ends when told.</summary>
    /// <param name="supervision">More keys of that section.</param>
    /// <param name="template">More keys of the template.</param>
    /// <param name="more">More sections.</param>
    public DockerWorld Configure(string supervision = "", string template = "", string more = "")
    {
        File.WriteAllText(
            Configuration,
            $$"""
            actorsweeper {
              sources.nanoclaw { root = "{{Workspace.Root}}", zone = UTC }
              containers {
                runtime = docker
                docker.endpoint = "{{Engine.Endpoint}}"
                docker.template {
                  image = "{{Image}}", network = none, command = [sh, -c, "{{Obedient}}"]
                  {{template}}
                }
                call-deadline = 60s
              }
              supervision {
                startup-grace = 0s, claim-tolerance = 1s, stop-grace = 30s, stop-slack = 60s, storm-fraction = off
                observe-deadline = 60s
                {{supervision}}
              }
              {{more}}
            }
            """);
        return this;
    }

    /// <summary>Starts a container of this installation, as NanoClaw does.</summary>
    /// <returns>Its id.</returns>
    public Task<string> RunAsync(WorkspaceSession session, string script = Obedient) =>
        RunAsync(script, null, ("nanoclaw-install", Slug), ("nanoclaw-session", session.Session.Id.Value));

    /// <summary>Starts a container with any labels.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RunAsync(string script, string? workspace, params (string Key, string Value)[] labels)
    {
        var all = labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);
        var id = await Engine.RunAsync(Image, script, all, workspace);
        _started.Add(id);
        return id;
    }

    /// <summary>Adds a session whose container has claimed <c>m1</c> and shown no life for longer than the tolerance.</summary>
    public async Task<(WorkspaceSession Session, string Container)> AddStuckAsync(string id, string script = Obedient, int tries = 0)
    {
        var session = Workspace.AddSession(id).Message("m1", tries: tries);
        var container = await RunAsync(session, script);
        session.Claim("m1", Timestamp.ToSqlite(TimeProvider.System.GetUtcNow()));
        return (session, container);
    }

    public async ValueTask DisposeAsync()
    {
        if (await Engine.AnswersAsync())
        {
            foreach (var id in await Engine.ListAsync(Label, all: true)) await Engine.RemoveAsync(id);
            foreach (var id in _started) await Engine.RemoveAsync(id);
        }

        Engine.Dispose();
        Workspace.Dispose();
    }
}
