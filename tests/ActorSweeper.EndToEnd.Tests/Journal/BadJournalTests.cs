using System.Diagnostics;

namespace ActorSweeper.EndToEnd.Tests.Journal;

/// <summary>
/// A journal that cannot be used keeps no host from starting and ends none. It is said loudly, nothing is stopped without a durable
/// intent, everything else goes on; and when the cause is gone, what had to wait is done.
/// </summary>
public sealed class BadJournalTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly CommandWorld _world = new CommandWorld().Configure();
    private readonly Stack<Action> _after = new();

    private string Data => Path.Join(_world.Workspace.Root, "data", "actorsweeper");

    private string StateFile => Path.Join(Data, "state.db");

    public void Dispose()
    {
        foreach (var undo in _after) undo();
        _world.Dispose();
    }

    [Fact]
    public async Task One_that_may_only_be_read()
    {
        (await SweepRun.RunAsync(_world.Configuration)).Code.ShouldBe(0);
        Fill();
        // Root writes what it may not; only the immutable attribute stops it.
        var (forbid, allow) = Environment.IsPrivilegedProcess ? (("chattr", "+i"), ("chattr", "-i")) : (("chmod", "a-w"), ("chmod", "u+w"));
        Assert.SkipUnless(Run(forbid.Item1, forbid.Item2, StateFile), "this file system has no immutable attribute");
        _after.Push(() => Run(allow.Item1, allow.Item2, StateFile));

        await using var host = HostProgram.Start("run", "--config", _world.Configuration);
        await ShouldHoldBackAsync(host, StateFile, "writable");
        Run(allow.Item1, allow.Item2, StateFile).ShouldBeTrue();

        await ShouldCatchUpAsync(host, "again");
    }

    [Fact]
    public async Task One_on_a_full_disk()
    {
        Directory.CreateDirectory(Data);
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", Data), "a small disk needs root");
        _after.Push(() => Run("umount", "-l", Data).ShouldBeTrue());
        (await SweepRun.RunAsync(_world.Configuration)).Code.ShouldBe(0);
        Fill();
        var filler = Path.Join(Data, "filler");
        FillUp(filler);

        await using var host = HostProgram.Start("run", "--config", _world.Configuration);
        await ShouldHoldBackAsync(host, StateFile, "make room");
        File.Delete(filler);

        await ShouldCatchUpAsync(host, "the journal can be");
    }

    [Fact]
    public async Task One_that_is_damaged_and_is_moved_away()
    {
        (await SweepRun.RunAsync(_world.Configuration)).Code.ShouldBe(0);
        Fill();
        var garbage = new byte[new FileInfo(StateFile).Length];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync(StateFile, garbage, TestContext.Current.CancellationToken);

        await using var host = HostProgram.Start("run", "--config", _world.Configuration);
        await ShouldHoldBackAsync(host, StateFile, "move");
        var (code, _, error) = await HostProgram.RunAsync("status", "--config", _world.Configuration);
        (code, error.Contains(StateFile, StringComparison.Ordinal)).ShouldBe((3, true), error);
        foreach (var file in Directory.GetFiles(Data, "state.db*")) File.Move(file, file.Replace("state.db", "damaged.db"));

        await ShouldCatchUpAsync(host, "the journal can be read again");
        var after = await StatusRun.RunAsync(_world.Configuration);
        (after.IsUp, after.HasEnded, after.Number("lost", "deadLetters")).ShouldBe((false, true, 1), after.ToString());
    }

    [Fact]
    public async Task One_that_is_moved_away_from_a_running_host_is_replaced_by_one_that_knows_the_same()
    {
        _world.Workspace.AddSession("dead").Message("m7", tries: 5).Claim("m7");
        _world.Workspace.AddSession("runs");
        _world.Run("runs", TimeSpan.Zero);
        await using var host = HostProgram.Start("run", "--config", _world.Configuration);
        var before = await StatusRun.UntilAsync(
            _world.Configuration, host, status => status.Number("dead", "deadLetters") == 1 && status.Number("runs", "incarnation") == 1);
        foreach (var file in Directory.GetFiles(Data, "state.db*")) File.Move(file, file.Replace("state.db", "taken.db"));

        await host.ShouldSayAsync("another journal has taken the place of the one before");
        await StatusRun.UntilAsync(
            _world.Configuration, host, status => status.Number("dead", "deadLetters") == 1 && status.Number("runs", "incarnation") == 1);
        var (code, output, error) = await HostProgram.RunAsync("retry", "dead", "--config", _world.Configuration);
        (code, output).ShouldBe((0, "retry of the dead letters of dead: done: the message has another run\n"), error);
        await host.ShouldEndAsync();
        var after = await StatusRun.RunAsync(_world.Configuration);
        after.Text("runs", "container").ShouldBe(before.Text("runs", "container"), after.ToString());
    }

    /// <summary>A session that must be stopped, one that must be woken, and one whose message must be given up.</summary>
    private void Fill()
    {
        _world.Workspace.AddSession("stuck").Message("m1").Claim("m1");
        _world.Run("stuck", Long);
        _world.Workspace.AddSession("due").Message("m2");
        _world.Workspace.AddSession("lost").Message("m3", tries: 5).Claim("m3");
    }

    private async Task ShouldHoldBackAsync(RunningHost host, params string[] said)
    {
        await host.ShouldSayAsync(["fail: ", "the journal cannot be", "nothing is stopped until it can", .. said]);
        await host.ShouldReachAsync(() => _world.Runs("woken-due"));
        await HostWaits.UntilStuckAsync();
        await host.ShouldPassAsync(3);
        _world.Runs("c-stuck").ShouldBeTrue(host.Error);
        host.HasEnded.ShouldBeFalse(host.Error);
        host.Error.ShouldNotContain("   at ");
        host.Error.ShouldNotContain("dead letter: done");
    }

    private async Task ShouldCatchUpAsync(RunningHost host, string said)
    {
        await host.ShouldSayAsync(said, "lost fail m3", "stuck stop m1");
        await host.ShouldReachAsync(() => !_world.Runs("c-stuck"));
        await host.ShouldEndAsync();
        Directory.GetFiles(Data, "state.db-*").ShouldBeEmpty();
    }

    private static void FillUp(string path)
    {
        using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) filler.Write(new byte[1024]);
        }
        catch (IOException full)
        {
            full.Message.ShouldContain("No space");
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
