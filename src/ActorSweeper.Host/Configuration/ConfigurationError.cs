namespace ActorSweeper.Host.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Origin">Where it stands.</param>
/// <param name="Key">The full key; null when the text itself cannot be read.</param>
/// <param name="Value">The value as it stands there, secrets hidden; null when it is the key that is wrong.</param>
/// <param name="Problem">What is wrong, or what was expected.</param>
/// <param name="Nearest">What was probably meant; null when nothing is near.</param>
internal sealed record ConfigurationError(SettingOrigin Origin, string? Key, string? Value, string Problem, string? Nearest = null)
{
    /// <summary>All of it on one line, place first.</summary>
    public override string ToString()
    {
        var subject = (Key, Value) switch
        {
            (null, _) => "",
            (_, null) => $"{Key}: ",
            _ => $"{Key} = {Value}: ",
        };
        return $"{Origin}: {subject}{Problem}{(Nearest is null ? "" : $"; did you mean {Nearest}?")}";
    }
}

/// <summary>The configuration is wrong: everything that is wrong with it, in the order of the files.</summary>
internal sealed class ConfigurationException(IReadOnlyList<ConfigurationError> errors)
    : Exception(string.Join('\n', errors))
{
    /// <summary>At least one.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; } = errors;
}
