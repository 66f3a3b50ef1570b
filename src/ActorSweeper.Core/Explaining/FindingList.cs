namespace ActorSweeper.Core.Explaining;

/// <summary>Findings in the order in which their rules are asked.</summary>
internal sealed class FindingList
{
    /// <summary>So many things are told of one by one for each rule: a session decides how many claims and messages it has.</summary>
    public const int MostListed = 16;

    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public void Add(Finding finding) => _all.Add(finding);

    /// <summary>Rules that do not apply, and why.</summary>
    public void NotAsked(string why, params ReadOnlySpan<string> rules)
    {
        foreach (var rule in rules) Add(new Finding(rule, false, $"not asked: {why}"));
    }

    /// <summary>A rule that the settings switch off.</summary>
    public void Off(string rule) => Add(new Finding(rule, false, "off"));

    /// <summary>The findings of one rule about several things: the first ones, the one that decided, and how many more there are.</summary>
    public void AddListed(string rule, IEnumerable<Finding> findings, string? deciding = null)
    {
        var listed = 0;
        var (more, holding) = (0, 0);
        foreach (var finding in findings)
        {
            if (listed++ < MostListed || finding.Rule == deciding)
            {
                Add(finding);
                continue;
            }

            more++;
            holding += finding.Holds ? 1 : 0;
        }

        if (more > 0) Add(new Finding(RuleNames.About(rule, $"{more} more"), holding > 0, $"holds for {holding} of them"));
    }
}
