using System.Globalization;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Simulation.InMemory;

namespace ActorSweeper.Simulation.Scenarios;

/// <summary>What is in a session's files, and whether a container runs, as <c>show</c> prints it.</summary>
internal static class FilesText
{
    /// <summary>One line.</summary>
    public static string Of(Stage stage, SimulatedSession session)
    {
        var messages = session.Messages.Values.OrderBy(message => message.Id, StringComparer.Ordinal).Select(message => Of(stage, message));
        var claims = session.Claims.Select(claim => claim.MessageId).ToList();
        var containers = stage.World.Runtime.Containers.Where(container => container.Session == session.Listed.Id)
            .Select(container => container.Id).Order(StringComparer.Ordinal).ToList();
        return string.Join("; ", messages.Append(claims.Count == 0 ? "no claims" : "claimed: " + string.Join(", ", claims)).Append(
            containers.Count == 0 ? "no container" : "runs in " + string.Join(", ", containers)));
    }

    private static string Of(Stage stage, Message message)
    {
        var tries = message.Tries == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" tries {message.Tries}");
        var due = message is { Status: MessageStatus.Pending, ProcessAfter: { } at } ? " due " + RelativeTime.Text(at, stage.Begin) : "";
        var cron = message.Recurrence is { } expression ? $" recurring {expression}" : "";
        return $"{message.Id} {message.Status.ToString().ToLowerInvariant()}{tries}{due}{cron}";
    }
}
