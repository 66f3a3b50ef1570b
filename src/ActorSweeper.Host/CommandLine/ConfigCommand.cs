using System.CommandLine;
using ActorSweeper.Hocon;
using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>config</c>: what the configuration says, and whether it is right.</summary>
internal static class ConfigCommand
{
    private const int WidestColumn = 80;

    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings) => new DocumentedCommand(
        "config",
        "Checks and shows the configuration.",
        "actorsweeper config check --config nanoclaw.conf",
        "actorsweeper config show")
    {
        Check(surroundings), Show(surroundings), Parse(surroundings),
    };

    private static Command Check(Surroundings surroundings)
    {
        var command = new DocumentedCommand(
            "check",
            "Says everything that is wrong with the configuration. Starts nothing.",
            "actorsweeper config check --config nanoclaw.conf",
            "actorsweeper config check --config nanoclaw.conf --set supervision.ceiling=2h --json");
        var (options, json) = (new ConfigurationOptions(command), Json(command));
        command.SetAction(line =>
        {
            var sources = options.Sources(line, surroundings);
            var reading = ConfigurationFile.Read(sources);
            if (line.GetValue(json)) ConfigurationJson.WriteCheck(surroundings.Output, sources.File, reading.Errors);
            else if (reading.Errors.Count == 0) surroundings.Output.WriteLine($"{sources.File ?? "defaults"}: no errors");
            else WriteErrors(reading.Errors, surroundings.Error);
            return reading.Errors.Count == 0 ? ExitCode.Done : ExitCode.Usage;
        });
        return command;
    }

    private static Command Show(Surroundings surroundings)
    {
        var command = new DocumentedCommand(
            "show",
            "Shows the values in force and where each comes from. Secrets are hidden. The output is a configuration file again.",
            "actorsweeper config show --config nanoclaw.conf",
            "actorsweeper config show | grep -v reference.conf",
            "actorsweeper config show --json");
        var (options, json) = (new ConfigurationOptions(command), Json(command));
        command.SetAction(line =>
        {
            var sources = options.Sources(line, surroundings);
            var reading = ConfigurationFile.Read(sources);
            if (reading.Tree is { } tree)
            {
                var values = EffectiveValues.Of(tree, reading.Expansions);
                if (line.GetValue(json)) ConfigurationJson.WriteValues(surroundings.Output, values, sources.Directory);
                else WriteValues(values, sources.Directory, surroundings.Output);
            }

            if (reading.Errors.Count == 0) return ExitCode.Done;
            WriteErrors(reading.Errors, surroundings.Error);
            return ExitCode.Usage;
        });
        return command;
    }

    private static Command Parse(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "The file; - for standard input." };
        var command = new DocumentedCommand(
            "parse",
            "Resolves any HOCON file and writes it as JSON. Knows no keys and no defaults.",
            "actorsweeper config parse nanoclaw.conf",
            "echo 'a = 1, b = ${a}' | actorsweeper config parse -")
        {
            file,
        };
        command.SetAction(line =>
        {
            var options = new HoconOptions
            {
                Environment = surroundings.Environment.GetValueOrDefault,
                WorkingDirectory = surroundings.Directory,
            };
            var name = line.GetRequiredValue(file);
            try
            {
                var document = name == "-"
                    ? HoconDocument.ParseText(surroundings.Input.ReadToEnd(), "standard input", options)
                    : HoconDocument.ParseFile(name, options);
                ConfigurationJson.Write(surroundings.Output, document.Resolve(options));
                return ExitCode.Done;
            }
            catch (HoconException malformed)
            {
                surroundings.Error.WriteLine($"actorsweeper: {malformed.Message}");
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static Option<bool> Json(Command command)
    {
        var json = new Option<bool>("--json") { Description = "As JSON on standard output." };
        command.Add(json);
        return json;
    }

    /// <summary>Writes errors, one on a line, and how many they are.</summary>
    public static void WriteErrors(IReadOnlyList<ConfigurationError> errors, TextWriter output)
    {
        foreach (var error in errors) output.WriteLine(error);
        output.WriteLine(errors.Count == 1 ? "1 error" : $"{errors.Count} errors");
    }

    private static void WriteValues(IReadOnlyList<EffectiveValue> values, string directory, TextWriter output)
    {
        var lines = values.Select(value => $"{value.Key} = {value.Text}").ToList();
        var width = lines.Select(line => line.Length).Where(length => length <= WidestColumn).DefaultIfEmpty().Max();
        foreach (var (line, value) in lines.Zip(values))
            output.WriteLine($"{line.PadRight(width)}  # {SettingOrigin.Of(value.Value.Origin, directory)}");
    }
}
