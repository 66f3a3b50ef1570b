using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Scenarios;

/// <summary>Turns a block of settings into the settings of supervision.</summary>
/// <param name="block">The block.</param>
/// <exception cref="ScenarioException">Something in it is wrong.</exception>
public delegate SupervisionSettings SettingsReader(SettingsBlock block);

/// <summary>Runs a scenario: the real actors, on a virtual clock, with files, containers and journal in memory.</summary>
public static class ScenarioRun
{
    /// <summary>Runs it from its beginning to its end.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="readSettings">Reads its settings.</param>
    /// <returns>The transcript: the journal in readable form. The same scenario gives the same lines.</returns>
    /// <exception cref="ScenarioException">A command asks for what is not possible, or the settings are wrong.</exception>
    public static IReadOnlyList<string> Run(Scenario scenario, SettingsReader readSettings)
    {
        var stage = new Stage(scenario.Begin, readSettings(scenario.Settings));
        foreach (var step in scenario.Steps)
        {
            if (step.At is { } at) stage.GoTo(at);
            Carry(step, stage, scenario.Path, readSettings);
        }

        stage.GoTo(scenario.End);
        return stage.Transcript();
    }

    private static void Carry(ScenarioStep step, Stage stage, string path, SettingsReader readSettings)
    {
        try
        {
            switch (step)
            {
                case ScenarioStep.Command command:
                    command.Form.Do(stage, command.Arguments);
                    break;
                case ScenarioStep.Reload reload:
                    stage.Host.Apply(readSettings(reload.Settings));
                    break;
            }

            stage.Settle();
        }
        catch (ScenarioMistakeException mistake)
        {
            throw new ScenarioException(path, step.Line, mistake.Message);
        }
    }
}
