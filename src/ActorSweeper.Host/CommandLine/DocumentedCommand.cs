using System.CommandLine;

namespace ActorSweeper.Host.CommandLine;

/// <summary>A command whose help says more than one sentence, and shows examples.</summary>
internal sealed class DocumentedCommand : Command
{
    /// <summary>Creates the command.</summary>
    /// <param name="name">What is typed.</param>
    /// <param name="description">One sentence for lists of commands; what follows it is shown in the command's own help only.</param>
    /// <param name="examples">Complete command lines.</param>
    public DocumentedCommand(string name, string description, params IReadOnlyList<string> examples)
        : base(name, FirstSentence(description)) => (Details, Examples) = (description[Description!.Length..].Trim(), examples);

    /// <summary>What else the reader of its help has to know; may be empty.</summary>
    public string Details { get; }

    /// <summary>Complete command lines.</summary>
    public IReadOnlyList<string> Examples { get; }

    private static string FirstSentence(string text) =>
        text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var end ? text[..(end + 1)] : text;
}
