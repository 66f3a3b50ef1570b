using System.Diagnostics;

namespace ActorSweeper.EndToEnd.Tests.Docker;

/// <summary>
/// An engine of one test alone, which it may stop. Containers outlive the engine's daemon, as they do where it is restarted for an
/// upgrade. It has no network and changes no firewall rule; everything it makes is below its own folder.
/// </summary>
internal sealed class PrivateEngine : IAsyncDisposable
{
    // A short path: that of a socket has at most 107 bytes.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ase-");
    private readonly EngineApi _api;
    private Process? _daemon;

    private PrivateEngine() => _api = new EngineApi($"unix://{_folder.FullName}/docker.sock");

    public string Endpoint => _api.Endpoint;

    private string Log => Path.Join(_folder.FullName, "log");

    /// <summary>Starts one with the image of the tests; skips the test where that cannot be, which in CI is a failure.</summary>
    public static async Task<PrivateEngine> StartNewAsync()
    {
        using var shared = new EngineApi(DockerWorld.RequireEndpoint());
        if (!Environment.IsPrivilegedProcess || !IsInstalled("dockerd"))
            DockerWorld.Refuse("needs root and dockerd: the test stops an engine of its own");
        var engine = new PrivateEngine();
        try
        {
            await engine.StartAsync();
            await engine._api.CopyImageAsync(shared, DockerWorld.Image);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the daemon, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        string[] arguments =
        [
            "--host", Endpoint, "--pidfile", At("pid"), "--data-root", At("data"), "--exec-root", At("exec"),
            "--storage-driver", "vfs", "--bridge", "none", "--iptables=false", "--ip6tables=false", "--live-restore",
        ];
        // setsid: a Ctrl-C for the tests is not for it.
        _daemon = Process.Start("setsid", ["sh", "-c", "exec dockerd \"$@\" >>\"$0\" 2>&1 </dev/null", Log, .. arguments]);
        var answers = await Eventually.HoldsAsync(
            () => _daemon.HasExited || _api.AnswersAsync().GetAwaiter().GetResult(), HostWaits.Patience);
        (answers && !_daemon.HasExited).ShouldBeTrue(File.ReadAllText(Log));

        string At(string name) => Path.Join(_folder.FullName, name);
    }

    /// <summary>Stops the daemon; containers run on.</summary>
    public async Task StopAsync()
    {
        if (_daemon is not { } daemon) return;
        if (!daemon.HasExited)
        {
            Signal("CONT");
            Signal("TERM");
            if (!await Eventually.HoldsAsync(() => daemon.HasExited, HostWaits.Patience)) daemon.Kill(entireProcessTree: true);
        }

        daemon.Dispose();
        _daemon = null;
    }

    /// <summary>Lets it accept connections and answer nothing, as a daemon that is locked up.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null) Thaw();
        if (_daemon is null && Directory.Exists(Path.Join(_folder.FullName, "data"))) await StartAsync();
        foreach (var id in await _api.ListAsync(label: null, all: true)) await _api.RemoveAsync(id);
        await StopAsync();
        _api.Dispose();
        const string Clean =
            """awk -v dir="$0/" 'index($2, dir) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l; rm -rf "$0" """;
        using var clean = Process.Start("sh", ["-c", Clean, _folder.FullName]);
        await clean.WaitForExitAsync();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _daemon!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Join(folder, program)));
}
