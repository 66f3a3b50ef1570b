namespace ActorSweeper.Simulation.Scenarios.Language;

/// <summary>When a command may be given.</summary>
internal enum CommandTime
{
    /// <summary>Before the host starts, and on the time line.</summary>
    Always,

    /// <summary>Only before the first time: the host has not started yet.</summary>
    BeforeHost,

    /// <summary>Only on the time line.</summary>
    OnTimeLine,
}

/// <summary>A command of the language: its form, and what it does.</summary>
/// <param name="Pattern">Its form.</param>
/// <param name="Do">What it does to the world.</param>
/// <param name="When">When it may be given.</param>
internal sealed record CommandForm(CommandPattern Pattern, Action<Stage, CommandArguments> Do, CommandTime When)
{
    /// <summary>A command that may be given at any time.</summary>
    public CommandForm(string pattern, Action<Stage, CommandArguments> act, CommandTime when = CommandTime.Always)
        : this(new CommandPattern(pattern), act, when)
    {
    }
}
