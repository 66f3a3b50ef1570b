using System.CommandLine;
using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.CommandLine;

/// <summary>The options of every command that reads the configuration.</summary>
internal sealed class ConfigurationOptions
{
    private readonly Option<string?> _file = new("--config", "-c")
    {
        Description = $"The configuration file. Without it: {ConfigurationPlace.Variable}, ./{ConfigurationPlace.FileName} or"
            + $" {ConfigurationPlace.SystemFile}, and without these the defaults.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _overrides = new("--set", "-s")
    {
        Description = "A single setting over the file's, such as supervision.ceiling=2h; may be given several times.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the options to a command.</summary>
    public ConfigurationOptions(Command command)
    {
        command.Add(_file);
        command.Add(_overrides);
    }

    /// <summary>Whether a command line names a file or a setting.</summary>
    public bool AreGiven(ParseResult line) => line.GetValue(_file) is not null || line.GetRequiredValue(_overrides).Length > 0;

    /// <summary>What the configuration of a command line is made of.</summary>
    /// <exception cref="CommandMistakeException">A setting has no form of one.</exception>
    public ConfigurationSources Sources(ParseResult line, Surroundings surroundings)
    {
        var overrides = line.GetRequiredValue(_overrides);
        if (Array.Find(overrides, text => !SingleSetting.IsOne(text)) is { } wrong)
            throw new CommandMistakeException($"--set '{wrong}' is not of the form KEY=VALUE");
        var file = ConfigurationPlace.Find(line.GetValue(_file), surroundings.Environment, surroundings.Directory);
        return new ConfigurationSources(file, overrides, surroundings.Environment, surroundings.Directory);
    }

    /// <summary>Reads the configuration of a command line.</summary>
    /// <exception cref="CommandMistakeException">A setting has no form of one.</exception>
    /// <exception cref="ConfigurationException">The configuration is wrong.</exception>
    public HostSettings Settings(ParseResult line, Surroundings surroundings) =>
        ConfigurationFile.Read(Sources(line, surroundings)).RequireSettings();
}
