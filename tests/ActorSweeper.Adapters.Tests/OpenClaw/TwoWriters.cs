using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ActorSweeper.Adapters.OpenClaw;
using ActorSweeper.Adapters.Tests.Docker;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

public sealed class TwoWriters : OpenClawTest
{
    private const int Edits = 10_000;
    private const int Ours = 500;

    // Spelled as .NET never would: what is carried along must keep its very bytes.
    private const string Foreign =
        "\"agent:main:main\": {\n    \"updatedAt\": 1773140400000,\n    \"future\\u0046ield\": { \"b\" :[1, 2.50, -0, 1e+21,1E-7],"
        + " \"a\": \"h\u00e4\u00dflich \u2013 \u65e5\u672c \u2028 \\ud83d\\ude00 \U0001F600 </script> \\u00e9 \\/ \\\"q\\\"\" },"
        + "\n\t\"x\":null }";

    private int _ourEdits;
    private int _reads;

    [Fact]
    public async Task Ten_thousand_edits_by_two_processes_lose_no_update_tear_no_file_and_change_no_other_byte()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(
            Store, $"{{\n  {Foreign},\n  \"peer\": {{\n    \"peerEdits\": 1000000000\n  }}\n}}", cancellation);
        using var peer = StartPeer();
        var theirs = 0;
        string? last = null;
        var listening = Task.Run(
            async () =>
            {
                while (await peer.StandardOutput.ReadLineAsync(cancellation) is { } line)
                {
                    last = line;
                    if (int.TryParse(line, CultureInfo.InvariantCulture, out var edits)) Volatile.Write(ref theirs, edits);
                }
            },
            cancellation);
        using var ending = new CancellationTokenSource();
        var reading = Task.Run(() => ReadAllAsync(ending.Token), cancellation);
        Entering = step => _ourEdits += step == StoreStep.Verify ? 1 : 0;

        var dropped = new List<string>();
        while ((_ourEdits < Ours || _ourEdits + Volatile.Read(ref theirs) < Edits) && !listening.IsCompleted)
            dropped.AddRange(await SweepAsync());
        peer.StandardInput.Close();
        await peer.WaitForExitAsync(cancellation);
        await listening;
        await ending.CancelAsync();
        await reading;

        last.ShouldNotBeNull().ShouldStartWith("done ");
        theirs = int.Parse(last!["done ".Length..], CultureInfo.InvariantCulture);
        (_ourEdits + theirs).ShouldBeGreaterThanOrEqualTo(Edits);
        _reads.ShouldBeGreaterThan(100);
        Verify(dropped, theirs);
    }

    private void Verify(List<string> dropped, int theirs)
    {
        var text = File.ReadAllText(Store);
        text.ShouldContain(Foreign);
        using var store = JsonDocument.Parse(text);
        store.RootElement.GetProperty("peer").GetProperty("peerEdits").GetInt32().ShouldBe(1_000_000_000 + theirs);
        // Each run that the other process has added was dropped once by us, or is still there.
        var left = store.RootElement.EnumerateObject().Select(static entry => entry.Name).Where(static key => key.Contains(":run:"));
        dropped.Concat(left).Select(static key => int.Parse(key[(key.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture)).Order()
            .ShouldBe(Enumerable.Range(1, theirs));
        Names().ShouldBeEmpty();
    }

    /// <summary>The janitor's waits for the lock are over at once: the other process holds it for a fraction of a millisecond.</summary>
    private async Task<IEnumerable<string>> SweepAsync()
    {
        var time = new ImpatientTime(TimeSpan.FromMinutes(1));
        var (plan, outcomes) = await RunAsync(Janitor(Options() with { Stores = [Store], MinInterval = default(OpenClawDuration) }, time));
        plan.Errors.ShouldBeEmpty();
        outcomes.ShouldAllBe(static outcome => !outcome.IsFailed && outcome.Did == JanitorAction.Drop);
        return outcomes.Select(static outcome => outcome.Item.Path);
    }

    /// <summary>Whoever reads at any moment finds a whole store.</summary>
    private async Task ReadAllAsync(CancellationToken end)
    {
        for (; !end.IsCancellationRequested; _reads++)
        {
            var text = await File.ReadAllTextAsync(Store, CancellationToken.None);
            using var store = JsonDocument.Parse(text);
            store.RootElement.GetProperty("peer").GetProperty("peerEdits").GetInt32().ShouldBeGreaterThanOrEqualTo(1_000_000_000);
            text.ShouldContain(Foreign);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    private Process StartPeer() => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Join(AppContext.BaseDirectory, "ActorSweeper.CrashWriter.dll"), "openclaw-edit", Store])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
