using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.Tests.Configuration;

/// <summary>Configurations to read in tests, right ones unless something is added.</summary>
internal static class Sample
{
    public const string Image = "containers.docker.template.image=agent";

    /// <summary>A directory that exists on every machine, as the root.</summary>
    public const string Root = "sources.nanoclaw.root=/tmp";

    public static ConfigurationSources Of(params string[] overrides) =>
        new(null, [Root, Image, .. overrides], new Dictionary<string, string>(), Path.GetTempPath());

    public static HostSettings Settings(params string[] overrides) => ConfigurationFile.Read(Of(overrides)).RequireSettings();

    public static string[] Errors(params string[] overrides) =>
        [.. ConfigurationFile.Read(Of(overrides)).Errors.Select(error => error.ToString())];
}
