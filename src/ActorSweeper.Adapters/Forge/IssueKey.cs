using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorSweeper.Adapters.Forge;

/// <summary>An issue or a pull request, as the store writes it: <c>OWNER/REPO#NUMBER</c>.</summary>
internal sealed record IssueKey(string Owner, string Repository, int Number)
{
    /// <summary>The name of its worktree in the folder of each agent.</summary>
    public string WorktreeName => string.Create(CultureInfo.InvariantCulture, $"{Owner}-{Repository}-{Number}");

    /// <summary>Reads a key; the number is at least 1 and written without a sign or leading zeros.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IssueKey? key)
    {
        key = null;
        var (slash, hash) = (text.IndexOf('/', StringComparison.Ordinal), text.IndexOf('#', StringComparison.Ordinal));
        if (slash < 0 || hash < slash)
            return false;
        var (owner, repository, number) = (text[..slash], text[(slash + 1)..hash], text[(hash + 1)..]);
        if (!IsName(owner) || !IsName(repository) || !TryNumber(number, out var value))
            return false;
        key = new IssueKey(owner, repository, value);
        return true;
    }

    /// <summary>
    /// Whose worktree a folder is. The name alone cannot say it (<c>a-b-c-7</c> is a/b-c or a-b/c): the clone that lists it names
    /// owner and repository.
    /// </summary>
    /// <returns>Null when the name is not the one that such a worktree has.</returns>
    public static IssueKey? OfWorktree(string owner, string repository, string name)
    {
        var dash = name.LastIndexOf('-');
        if (dash < 0 || !IsName(owner) || !IsName(repository) || !TryNumber(name[(dash + 1)..], out var number))
            return null;
        var key = new IssueKey(owner, repository, number);
        return key.WorktreeName == name ? key : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Owner}/{Repository}#{Number}");

    // Dots alone would climb out of the address that is asked and out of the folder that is looked in.
    private static bool IsName(string text) =>
        text.Length > 0 && text is not ("." or "..") &&
        !text.Any(letter => letter is '/' or '\\' or '#' || char.IsWhiteSpace(letter) || char.IsControl(letter));

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && text[0] != '0';
}
