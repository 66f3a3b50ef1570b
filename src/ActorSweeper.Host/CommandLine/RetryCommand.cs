using System.CommandLine;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Spelling;
using ActorSweeper.Core.Text;
using ActorSweeper.Host.Records;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>retry</c>: another run for dead letters.</summary>
internal static class RetryCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var session = new Argument<string?>("SESSION")
        {
            Description = "All dead letters of this session.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var message = new Option<string?>("--message", "-m")
        {
            Description = "Only this message. Without SESSION it must be a dead letter; with it, any failed message of the session.",
            HelpName = "ID",
        };
        var command = new DocumentedCommand(
            "retry",
            "Gives dead letters another run: their tries begin anew. The order is written into the journal and carried out by the host that"
                + " runs, within a second, or by the next one that does. Exit codes: 0 done (or ordered, where nothing is waited for), 1"
                + " refused, failed, or nothing to retry, 2 wrong usage or configuration or no such session, 3 there is no journal or it"
                + " cannot be written.",
            "actorsweeper retry sess-1790 --reason 'the provider is back' --config nanoclaw.conf",
            "actorsweeper retry --message msg-4711 --config nanoclaw.conf",
            "actorsweeper retry sess-1790 --message msg-4711 --no-wait --config nanoclaw.conf")
        {
            session, message,
        };
        var orders = new OrderOptions(command);
        var configuration = new ConfigurationOptions(command);
        command.SetAction(async (line, cancellation) =>
        {
            var (named, id) = (line.GetValue(session), line.GetValue(message));
            if (named is null && id is null) throw new CommandMistakeException("missing SESSION or --message");
            var dataDirectory = configuration.Settings(line, surroundings).DataDirectory;
            await using var journal = StateFile.Require(dataDirectory, JournalAccess.Write);
            var target = named is null ? await OwnerAsync(journal, id!, cancellation) : new SessionId(named);
            await KnownSessions.RequireAsync(journal, target, cancellation);
            if (id is null && await CountAsync(journal, target, cancellation) == 0)
            {
                surroundings.Output.WriteLine($"session {Printable.Escape(target.Value)} has no dead letter: nothing to retry");
                return ExitCode.Failures;
            }

            var order = new OperatorOrder(
                0,
                surroundings.Time.GetUtcNow(),
                orders.Who(line, surroundings),
                orders.Reason(line),
                OrderKind.Retry,
                target,
                id);
            var what = id is null ? $"retry of the dead letters of {target}" : $"retry of {id} of {target}";
            return await new OrderRun(journal, dataDirectory, surroundings).GiveAsync(order, what, orders.Waits(line), cancellation);
        });
        return command;
    }

    private static async Task<int> CountAsync(IJournal journal, SessionId session, CancellationToken cancellation) =>
        (await RecordedFleet.SessionAsync(journal, session, cancellation)).Record.DeadLetters.Count;

    /// <summary>Whose dead letter a message is.</summary>
    private static async Task<SessionId> OwnerAsync(IJournal journal, string message, CancellationToken cancellation)
    {
        var (owners, others) = (new List<SessionId>(), new List<string>());
        foreach (var stream in await journal.StreamsAsync(cancellation))
        {
            if (JournalState.SessionOf(stream) is not { } session) continue;
            var record = (SessionRecord)(await journal.RecoverAsync(stream, cancellation)).State;
            if (record.DeadLetters.Any(letter => letter.MessageId == message)) owners.Add(session);
            else others.AddRange(record.DeadLetters.Select(letter => letter.MessageId));
        }

        var name = Printable.Escape(message);
        return owners switch
        {
            [var one] => one,
            [] => throw new CommandMistakeException(
                $"no session has a dead letter '{name}'"
                    + (Nearest.To(message, others) is { } nearest ? $" (did you mean '{Printable.Escape(nearest)}'?)" : "")
                    + "; name its session too if it failed in another way"),
            _ => throw new CommandMistakeException(
                $"'{name}' is a dead letter of several sessions ({Printable.Escape(string.Join(", ", owners))}); name the session too"),
        };
    }
}
