using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Text;
using ActorSweeper.Host.Hosting;
using ActorSweeper.Host.Reports;

namespace ActorSweeper.Host.CommandLine;

/// <summary>Gives the host an order by the journal, and waits for what becomes of it.</summary>
/// <param name="journal">The journal.</param>
/// <param name="dataDirectory">The data directory.</param>
/// <param name="surroundings">The outside.</param>
internal sealed class OrderRun(IJournal journal, string dataDirectory, Surroundings surroundings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // The host's clock may be another machine's.
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    /// <summary>Gives the order.</summary>
    /// <param name="order">The order; its number is given to it here.</param>
    /// <param name="what">What is ordered, in words.</param>
    /// <param name="waits">Whether to wait for what becomes of it.</param>
    /// <param name="cancellation">Ends the wait, not the order.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> GiveAsync(OperatorOrder order, string what, bool waits, CancellationToken cancellation)
    {
        var given = await journal.OrderAsync(order, cancellation);
        try
        {
            return await AwaitAsync(given, Printable.Escape(what), waits, cancellation);
        }
        catch (OperationCanceledException)
        {
            await surroundings.Error.WriteLineAsync(
                "no longer waited for; the order stays given, and 'actorsweeper status' shows what it did");
            throw;
        }
    }

    private async Task<int> AwaitAsync(OperatorOrder given, string what, bool waits, CancellationToken cancellation)
    {
        for (var left = Patience; ; left -= Pause)
        {
            if (await EndOfAsync(given, cancellation) is { } outcome) return Say(what, outcome);
            if (InstanceLock.IsHeld(dataDirectory) == false)
            {
                surroundings.Output.WriteLine($"{what}: ordered. No host is running: it takes effect when the next one runs");
                return ExitCode.Done;
            }

            if (!waits)
            {
                surroundings.Output.WriteLine($"{what}: ordered");
                return ExitCode.Done;
            }

            if (left <= TimeSpan.Zero)
            {
                surroundings.Output.WriteLine(
                    $"{what}: ordered, but not carried out within {Patience.TotalSeconds:0} s. It stays given: the host carries it out as"
                        + " soon as it can read the journal and its pass has begun; its log says more");
                return ExitCode.Failures;
            }

            await Task.Delay(Pause, surroundings.Time, cancellation);
        }
    }

    private int Say(string what, Outcome outcome)
    {
        surroundings.Output.WriteLine($"{what}: {Printable.Escape(Text(outcome))}");
        return outcome.Result == Result.Done ? ExitCode.Done : ExitCode.Failures;
    }

    private static string Text(Outcome outcome) => outcome.Result switch
    {
        Result.Superseded => $"refused: {outcome.Detail}",
        Result.Planned => "not done: this host only observes",
        _ => ReportWords.Of(outcome),
    };

    private async Task<Outcome?> EndOfAsync(OperatorOrder given, CancellationToken cancellation)
    {
        var supervisor = await Records.RecordedFleet.SupervisorAsync(journal, cancellation);
        if (supervisor.LastOrder < given.Number) return null;
        await foreach (var record in journal.ReadAsync(
            new JournalQuery(JournalState.SupervisorStream, given.At - Skew), cancellation))
        {
            if (record.Event is HostEvent.OrderEnded ended && ended.Order.Number == given.Number) return ended.Outcome;
        }

        return new Outcome(Result.Unknown, "it was carried out, but the journal no longer says how that ended");
    }
}
