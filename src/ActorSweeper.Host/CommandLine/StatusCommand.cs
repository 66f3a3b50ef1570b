using System.CommandLine;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Host.Records;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>status</c>: how a host and its sessions stand, whether it is up or down.</summary>
internal static class StatusCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var session = new Argument<string?>("SESSION")
        {
            Description = "Only this session, in detail: what is open, dead letters with their reasons, its last events.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print exactly one JSON object on standard output." };
        var command = new DocumentedCommand(
            "status",
            "Shows how the host and its sessions stand. It reads the journal (state.db in the data directory), whether a host is up or"
                + " down; what it says of a session's files is what the last look found. Exit codes: 0 shown, 2 wrong usage or"
                + " configuration or no such session, 3 there is no journal or it cannot be read.",
            "actorsweeper status --config nanoclaw.conf",
            "actorsweeper status sess-1790 --config nanoclaw.conf",
            "actorsweeper status --json --config nanoclaw.conf | jq '.sessions[] | select(.deadLetters > 0) | .session'")
        {
            session, json,
        };
        var configuration = new ConfigurationOptions(command);
        command.SetAction((line, cancellation) => RunAsync(
            configuration.Settings(line, surroundings).DataDirectory,
            line.GetValue(session),
            line.GetValue(json),
            surroundings,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string dataDirectory, string? session, bool json, Surroundings surroundings, CancellationToken cancellation)
    {
        await using var journal = StateFile.Require(dataDirectory, JournalAccess.Read);
        var now = surroundings.Time.GetUtcNow();
        if (session is null)
        {
            var status = await HostStatus.ReadAsync(journal, dataDirectory, now, cancellation);
            if (json) StatusJson.Write(status, surroundings.Output);
            else StatusText.Write(status, surroundings);
            return ExitCode.Done;
        }

        var id = new SessionId(session);
        await KnownSessions.RequireAsync(journal, id, cancellation);
        var host = await HostStatus.OfHostAsync(journal, dataDirectory, now, cancellation);
        var detail = await SessionDetail.ReadAsync(journal, id, host.Supervisor, now, cancellation);
        if (json) StatusJson.Write(host, detail, surroundings.Output);
        else
        {
            foreach (var text in StatusWords.Host(host).Take(1).Concat(detail.Lines(now))) StatusText.WriteWrapped(text, surroundings);
        }

        return ExitCode.Done;
    }
}
