using System.CommandLine;

namespace ActorSweeper.Host.CommandLine;

/// <summary>The options of every command that gives the host an order.</summary>
internal sealed class OrderOptions
{
    private const string UnknownUser = "unknown";

    private readonly Option<string?> _reason = new("--reason", "-r")
    {
        Description = "Why, for the record.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _who = new("--who")
    {
        Description = "Who gives the order, for the record. Without it, the user and machine of this command.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _noWait = new("--no-wait")
    {
        Description = "Do not wait for what becomes of it.",
    };

    /// <summary>Adds the options to a command.</summary>
    public OrderOptions(Command command)
    {
        command.Add(_reason);
        command.Add(_who);
        command.Add(_noWait);
    }

    /// <summary>Why; empty when nothing was said.</summary>
    public string Reason(ParseResult line) => line.GetValue(_reason) ?? "";

    /// <summary>Whether to wait for what becomes of it.</summary>
    public bool Waits(ParseResult line) => !line.GetValue(_noWait);

    /// <summary>Who gives it.</summary>
    public string Who(ParseResult line, Surroundings surroundings)
    {
        if (line.GetValue(_who) is { Length: > 0 } named) return named;
        // Who became root is who gives the order.
        string[] variables = ["SUDO_USER", "USER", "LOGNAME"];
        var user = variables.Select(name => surroundings.Environment.GetValueOrDefault(name))
            .FirstOrDefault(name => name is { Length: > 0 });
        return $"{user ?? (Environment.UserName is { Length: > 0 } name ? name : UnknownUser)}@{Environment.MachineName}";
    }
}
