using System.Globalization;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Adapters.Tests.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Sqlite.Journal;

/// <summary>A host that is killed, for real, in the middle of appends and of a compaction.</summary>
public sealed class JournalKillTests() : JournalTest(new SqliteStore())
{
    private const int Kills = 50;

    private string Place => ((SqliteStore)Store).Path;

    [Fact]
    public async Task A_kill_at_any_moment_loses_nothing_that_was_acknowledged_and_leaves_nothing_half()
    {
        var draws = new Random(1);
        var acknowledged = new long[2];
        var compacted = false;
        for (var round = 0; round < Kills; round++)
        {
            await KillAsync(acknowledged, lines: draws.Next(1, 60), TimeSpan.FromMilliseconds(draws.Next(0, 8)));

            await using var journal = ((SqliteStore)Store).OpenFor(JournalAccess.Create);
            compacted |= await VerifyAsync(journal, acknowledged);
        }
        acknowledged.ShouldAllBe(static sequence => sequence > Kills);
        compacted.ShouldBeTrue();
    }

    [Fact]
    public async Task An_order_is_taken_down_while_another_process_appends()
    {
        using var host = OtherProcess.Start(["append", Place]);
        try
        {
            (await host.StandardOutput.ReadLineAsync(Cancellation)).ShouldNotBeNull();
            await using var command = ((SqliteStore)Store).OpenFor(JournalAccess.Write);
            for (var number = 0; number < 50; number++)
            {
                _ = await command.OrderAsync(
                    new OperatorOrder(0, Noon, "who", $"{number}", OrderKind.Retry, new SessionId("s"), null), Cancellation);
                (await host.StandardOutput.ReadLineAsync(Cancellation)).ShouldNotBeNull();
            }
        }
        finally
        {
            host.Kill();
            await host.WaitForExitAsync(Cancellation);
        }

        var orders = await Store.Open().OrdersAsync(0, Cancellation);
        orders.Select(static order => order.Why).ShouldBe(Enumerable.Range(0, 50).Select(static number => $"{number}"));
    }

    private async Task KillAsync(long[] acknowledged, int lines, TimeSpan pause)
    {
        using var process = OtherProcess.Start(["append", Place]);
        for (var line = 0; line < lines; line++)
            Acknowledge(acknowledged, await process.StandardOutput.ReadLineAsync(Cancellation));
        await Task.Delay(pause, TimeProvider.System, Cancellation);
        process.Kill();
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
            Acknowledge(acknowledged, line);
        await process.WaitForExitAsync(Cancellation);
    }

    // The last line may be cut off: then it says less than is true.
    private static void Acknowledge(long[] acknowledged, string? line)
    {
        var words = line.ShouldNotBeNull().Split(' ');
        if (words.Length == 2 && words[1].Length > 0)
        {
            var writer = int.Parse(words[0], CultureInfo.InvariantCulture);
            acknowledged[writer] = Math.Max(acknowledged[writer], long.Parse(words[1], CultureInfo.InvariantCulture));
        }
    }

    private static async Task<bool> VerifyAsync(SqliteJournal journal, long[] acknowledged)
    {
        var records = await ReadAsync(journal);
        var bases = (await journal.BasesAsync(Cancellation)).ToDictionary(static made => made.Stream, StringComparer.Ordinal);
        for (var writer = 0; writer < acknowledged.Length; writer++)
        {
            var ends = new HashSet<long>();
            foreach (var letter in "abc")
            {
                var stream = $"session-{writer}{letter}";
                var history = await journal.RecoverAsync(stream, Cancellation);
                ((SessionRecord)history.State).Incarnation.ShouldBe((int)history.Sequence);
                _ = ends.Add(history.Sequence);
                var first = (bases.GetValueOrDefault(stream)?.Sequence ?? 0) + 1;
                records.Where(record => record.Stream == stream).Select(static record => record.Sequence)
                    .ShouldBe(Enumerable.Range((int)first, (int)(history.Sequence - first + 1)).Select(static number => (long)number));
            }
            // All three of an append, or none; at most the one that was under way is more than what was acknowledged.
            ends.ShouldHaveSingleItem().ShouldBeInRange(acknowledged[writer], acknowledged[writer] + 1);
        }
        return bases.Count > 0;
    }
}
