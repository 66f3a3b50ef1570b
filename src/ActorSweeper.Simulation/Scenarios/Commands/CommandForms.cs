using ActorSweeper.Core.Spelling;
using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Scenarios.Commands;

/// <summary>All commands of the language.</summary>
internal static class CommandForms
{
    /// <summary>All commands, in the order of the documentation.</summary>
    public static IReadOnlyList<CommandForm> All { get; } =
        [.. SessionCommands.All, .. MessageCommands.All, .. ContainerCommands.All, .. HostCommands.All, .. TroubleCommands.All];

    /// <summary>Finds the command that a line means.</summary>
    /// <exception cref="ScenarioMistakeException">It is none: names what was expected, and the nearest command.</exception>
    public static (CommandForm Form, CommandArguments Arguments) Match(IReadOnlyList<ScenarioWord> words)
    {
        var line = string.Join(' ', words);
        var candidates = All.Where(form => !words[0].Quoted && form.Pattern.FirstWord == words[0].Text).ToList();
        if (candidates.Count == 0)
        {
            var near = Nearest.To(words[0].Text, All.Select(form => form.Pattern.FirstWord).Distinct(StringComparer.Ordinal));
            var hint = near is null ? "the commands are listed in tests/scenarios/README.md" : $"did you mean '{FormsOf(near)}'?";
            throw new ScenarioMistakeException($"'{line}': there is no command '{words[0].Text}'; {hint}");
        }

        var matches = candidates.Select(form => (Form: form, Match: form.Pattern.Match(words))).ToList();
        // 'show calls' could also be about a session of that name: the form with more words of its own is meant.
        var found = matches.Where(match => match.Match.Arguments is not null).ToList();
        if (found.Count > 0)
        {
            var best = found.MaxBy(match => match.Match.Arguments!.WordCount);
            return (best.Form, best.Match.Arguments!);
        }

        var (nearest, failure) = matches.MaxBy(match => match.Match.Reached);
        var after = failure.Reached == 0 ? "" : $" after '{string.Join(' ', words.Take(failure.Reached))}'";
        throw new ScenarioMistakeException($"'{line}': expected {failure.Expected}{after}; the command is '{nearest.Pattern.Text}'");
    }

    private static string FormsOf(string word) =>
        All.First(form => form.Pattern.FirstWord == word).Pattern.Text;
}
