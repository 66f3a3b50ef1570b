namespace ActorSweeper.Simulation.Scenarios;

/// <summary>A scenario cannot be read, or asks for what is not possible in its world.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Creates the exception from one problem.</summary>
    /// <param name="path">The scenario's file.</param>
    /// <param name="line">The line in it, from 1.</param>
    /// <param name="problem">What is wrong, and what was expected.</param>
    public ScenarioException(string path, int line, string problem)
        : this([$"{path}:{line}: {problem}"])
    {
    }

    /// <summary>Creates the exception from problems that name their places themselves.</summary>
    public ScenarioException(IReadOnlyList<string> problems)
        : base(string.Join('\n', problems))
    {
    }
}

/// <summary>What is wrong with one line, before anybody knows which.</summary>
internal sealed class ScenarioMistakeException(string message) : Exception(message);
