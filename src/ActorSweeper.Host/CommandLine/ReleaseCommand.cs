using System.CommandLine;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Host.Records;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>release</c>: ends a session's quarantine and every pause.</summary>
internal static class ReleaseCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var session = new Argument<string>("SESSION") { Description = "Which session, as its source spells it." };
        var command = new DocumentedCommand(
            "release",
            "Releases a session from quarantine and from every pause: its counts of deaths, failed starts and failures begin anew. The"
                + " order is written into the journal and carried out by the host that runs, within a second, or by the next one that"
                + " does. Exit codes: 0 done (or ordered, where nothing is waited for), 1 refused or failed, 2 wrong usage or"
                + " configuration or no such session, 3 there is no journal or it cannot be written.",
            "actorsweeper release sess-1790 --reason 'image repaired' --config nanoclaw.conf",
            "actorsweeper release sess-1790 --no-wait --config nanoclaw.conf")
        {
            session,
        };
        var orders = new OrderOptions(command);
        var configuration = new ConfigurationOptions(command);
        command.SetAction(async (line, cancellation) =>
        {
            var dataDirectory = configuration.Settings(line, surroundings).DataDirectory;
            await using var journal = StateFile.Require(dataDirectory, JournalAccess.Write);
            var target = new SessionId(line.GetRequiredValue(session));
            await KnownSessions.RequireAsync(journal, target, cancellation);
            var order = new OperatorOrder(
                0,
                surroundings.Time.GetUtcNow(),
                orders.Who(line, surroundings),
                orders.Reason(line),
                OrderKind.Release,
                target,
                MessageId: null);
            return await new OrderRun(journal, dataDirectory, surroundings).GiveAsync(
                order, $"release of {target}", orders.Waits(line), cancellation);
        });
        return command;
    }
}
