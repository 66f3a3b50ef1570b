using System.Text.RegularExpressions;
using ActorSweeper.Adapters.Docker;

namespace ActorSweeper.Host.Configuration;

/// <summary>Reads what a started container looks like.</summary>
internal static partial class TemplateReading
{
    private const string PathInContainer = "an absolute path in the container, or null";

    /// <summary>Reads it.</summary>
    /// <param name="section">The section of the template.</param>
    /// <param name="placeholders">The installation's placeholders.</param>
    /// <returns>Null when no image is set.</returns>
    public static ContainerTemplate? Template(this SettingReader section, Placeholders placeholders)
    {
        var image = Text("image", text => Image().IsMatch(text), "an image such as registry/name:tag, or null");
        var template = new ContainerTemplate(
            image ?? "",
            Text("name", IsName, "a name with {session} in it, of letters, digits, _ . and -, or null"),
            List("entrypoint"),
            List("command"),
            Text("working-directory", text => text.StartsWith('/'), PathInContainer),
            Mounts(section, placeholders),
            Map("environment", ContainersReading.IsVariable, "the name of an environment variable"),
            Map("labels", name => name.Length > 0 && !name.Any(char.IsWhiteSpace), "the name of a label"),
            Text("user", text => User().IsMatch(text), "a user as uid, uid:gid or name, or null"),
            section.SizeOrOff("memory", "6MiB", "64TiB"),
            section.NumberOrOff("cpus", 0.01, 1024),
            section.WholeOrOff("pids-limit", 1, int.MaxValue),
            Text("network", text => text.Length > 0 && !text.Any(char.IsWhiteSpace), "a network's name, bridge, host or none, or null"),
            section.Switch("auto-remove"));
        return image is null ? null : template;

        string Expand(string key, string text) => placeholders.OfSession(section, key, text);

        string? Text(string key, Predicate<string> accepts, string expected) =>
            section.TextOrNull(key, accepts, expected) is { } text ? Expand(key, text) : null;

        IReadOnlyList<string> List(string key) => [.. section.List(key, "[bash, -c, \"exec agent\"]").Select(word => Expand(key, word))];

        IReadOnlyDictionary<string, string> Map(string key, Predicate<string> acceptsName, string expectedName) =>
            section.Map(key, acceptsName, expectedName)
                .ToDictionary(pair => pair.Key, pair => Expand(key, pair.Value), StringComparer.Ordinal);
    }

    private static List<ContainerMount> Mounts(SettingReader section, Placeholders placeholders)
    {
        var mounts = new List<ContainerMount>();
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in section.Items("mounts", "expected a list of { source = …, target = … }"))
        {
            var source = item.Text("source", IsRooted, "an absolute path on the engine's machine");
            var target = item.Text("target", text => text.StartsWith('/'), "an absolute path in the container");
            if (!targets.Add(target) && item.IsSound("target")) item.Note("target", "is the target of another mount");
            mounts.Add(new ContainerMount(
                placeholders.OfSession(item, "source", source),
                target,
                item.Has("read-only") && item.Switch("read-only")));
        }

        return mounts;
    }

    /// <summary>Whether a text is an absolute path once its placeholders are replaced.</summary>
    internal static bool IsRooted(string text) => text.StartsWith('/') || RootedPlaceholder().IsMatch(text);

    private static bool IsName(string text) =>
        text.Contains("{session}", StringComparison.Ordinal) && Name().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9{][A-Za-z0-9_.{}-]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9{][A-Za-z0-9._/:@{}-]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Image();

    [GeneratedRegex(
        @"\A[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex User();

    [GeneratedRegex(@"\A\{(root|sessionDir)\}(/|\z)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RootedPlaceholder();
}
