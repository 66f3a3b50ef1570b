using System.CommandLine;
using System.CommandLine.Parsing;
using ActorSweeper.Core.Spelling;

namespace ActorSweeper.Host.CommandLine;

/// <summary>Says what is wrong with a command line, in the words of the person who typed it.</summary>
internal static class CommandMistakes
{
    /// <summary>One line for each mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Of(ParseResult line)
    {
        // An argument of a command takes whatever is left, also options that nobody knows.
        var swallowed = line.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? []
            : line.CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .Select(token => token.Value)
                .Where(LooksLikeOption)
                .ToList();
        var unknown = line.UnmatchedTokens.Concat(swallowed).Select(word => Unknown(word, line)).ToList();
        // What follows an unknown command belongs to it.
        if (unknown.Count > 0) return line.CommandResult.Command.Subcommands.Count > 0 ? unknown[..1] : unknown;
        return [.. line.Errors.Select(error => Sentence(error, line.CommandResult.Command)).Distinct(StringComparer.Ordinal)];
    }

    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-' && (word[1] == '-' || char.IsLetter(word[1]));

    private static string Unknown(string word, ParseResult line)
    {
        var command = line.CommandResult.Command;
        if (LooksLikeOption(word))
        {
            var typed = word.Split('=')[0];
            return $"unknown option '{typed}'" + Hint(typed, OptionsOf(line.CommandResult));
        }

        return command.Subcommands.Count > 0
            ? $"unknown command '{word}'" + Hint(word, command.Subcommands.Select(known => known.Name))
            : $"unexpected argument '{word}'";
    }

    private static IEnumerable<string> OptionsOf(CommandResult at)
    {
        for (SymbolResult? level = at; level is not null; level = level.Parent)
        {
            if (level is not CommandResult { Command: var command }) continue;
            foreach (var option in command.Options.Where(option => level == at || option.Recursive))
            {
                yield return option.Name;
                foreach (var alias in option.Aliases) yield return alias;
            }
        }
    }

    private static string Hint(string word, IEnumerable<string> known) =>
        Nearest.To(word, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static string Sentence(ParseError error, Command command) => error.SymbolResult switch
    {
        CommandResult when command.Subcommands.Count > 0 =>
            "missing command; one of: " + string.Join(", ", command.Subcommands.Where(known => !known.Hidden).Select(known => known.Name)),
        ArgumentResult { Tokens.Count: 0 } missing => $"missing {missing.Argument.Name}",
        OptionResult { Tokens.Count: 0 } bare => $"option '{bare.IdentifierToken?.Value ?? bare.Option.Name}' needs a value",
        OptionResult { Tokens.Count: > 1, Option.Arity.MaximumNumberOfValues: 1 } twice =>
            $"option '{twice.Option.Name}' was given more than once",
        _ => error.Message,
    };
}
