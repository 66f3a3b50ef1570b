using System.Text.RegularExpressions;
using ActorSweeper.Adapters.Docker;

namespace ActorSweeper.Host.Configuration;

/// <summary>Reads what the sessions run in.</summary>
internal static partial class ContainersReading
{
    private const string AnotherWay = "another way in actorsweeper.containers.wake.way";

    /// <summary>Reads it.</summary>
    /// <param name="section">The section of containers.</param>
    /// <param name="placeholders">The installation's placeholders.</param>
    /// <param name="isUsed">Whether there is a source of sessions, so that what is needed must be there.</param>
    /// <param name="needsRoot">Whether it is an error that the installation's root is not known.</param>
    public static ContainersSettings Containers(this SettingReader section, Placeholders placeholders, bool isUsed, bool needsRoot)
    {
        var docker = section.Section("docker");
        var (runtime, wake) = Kinds(section);
        var settings = new ContainersSettings(
            runtime,
            wake,
            Scope(section, placeholders, needsRoot),
            Docker(docker),
            docker.Section("template").Template(placeholders),
            Process(section.Section("process"), placeholders),
            Commands(section.Section("command"), placeholders),
            WakeRequest(section.Section("wake").Section("http"), placeholders));
        if (isUsed && section.IsSound("runtime") && section.Section("wake").IsSound("way")) NoteMissing(section, settings);
        return settings;
    }

    private static (RuntimeKind Runtime, WakeWay Wake) Kinds(SettingReader section)
    {
        var runtime = section.Word(
            "runtime",
            ("docker", RuntimeKind.Docker),
            ("process", RuntimeKind.Process),
            ("command", RuntimeKind.Command),
            ("none", RuntimeKind.None));
        var way = section.Section("wake").Word<WakeWay?>(
            "way",
            ("auto", null),
            ("template", WakeWay.Template),
            ("process", WakeWay.Process),
            ("command", WakeWay.Command),
            ("http", WakeWay.Http),
            ("none", WakeWay.None));
        return (runtime, way ?? runtime switch
        {
            RuntimeKind.Docker => WakeWay.Template,
            RuntimeKind.Process => WakeWay.Process,
            RuntimeKind.Command => WakeWay.Command,
            _ => WakeWay.None,
        });
    }

    private static void NoteMissing(SettingReader section, ContainersSettings settings)
    {
        var (wake, command) = (section.Section("wake"), section.Section("command"));
        if (settings.Runtime == RuntimeKind.Command)
        {
            if (settings.Commands.List.Count == 0) Need(command, "list", "program and arguments: runtime = command lists with it");
            if (settings.Commands.Stop.Count == 0) Need(command, "stop", "program and arguments: runtime = command stops with it");
        }

        if (settings.Wake == WakeWay.Template && settings.Runtime != RuntimeKind.Docker)
            wake.Note("way", "expected another way: only runtime = docker starts containers by template");
        else if (settings.Wake == WakeWay.Process && settings.Runtime != RuntimeKind.Process)
            wake.Note("way", "expected another way: only runtime = process starts and stops processes");
        else if (settings.Wake == WakeWay.Template && settings.Template is null)
            Need(section.Section("docker").Section("template"), "image", $"an image to start, or {AnotherWay}");
        else if (settings.Wake == WakeWay.Process && settings.Process.Command.Count == 0)
            Need(section.Section("process"), "command", $"program and arguments to start, or {AnotherWay}");
        else if (settings.Wake == WakeWay.Command && settings.Commands.Wake.Count == 0)
            Need(command, "wake", $"program and arguments to start with, or {AnotherWay}");
        else if (settings.Wake == WakeWay.Http && settings.WakeRequest is null)
            Need(wake.Section("http"), "url", "the address to ask: wake.way = http");
    }

    private static void Need(SettingReader section, string key, string expected)
    {
        if (section.IsSound(key)) section.Note(key, $"expected {expected}");
    }

    private static InstallScope Scope(SettingReader section, Placeholders placeholders, bool needsRoot)
    {
        var label = section.Text("label", text => LabelForm().IsMatch(text), "a label as key=value");
        return InstallScope.Parse(section.IsSound("label") ? placeholders.OfInstall(section, "label", label, needsRoot) : "unknown");
    }

    private static DockerSettings Docker(SettingReader section)
    {
        const string Expected = "unix:///path/docker.sock, tcp://host:2375, https://host:2376 or auto";
        var endpoint = section.Text("endpoint", text => text == "auto" || IsEndpoint(text), Expected);
        var settings = new DockerSettings(
            endpoint == "auto" ? null : endpoint,
            section.Duration("reconnect-delay", "100ms", "5m"),
            section.Duration("max-reconnect-delay", "100ms", "1h"),
            section.Duration("settle", "0s", "1m"),
            section.Switch("check-writable"));
        section.AtMost("reconnect-delay", settings.ReconnectDelay, "max-reconnect-delay", settings.MaxReconnectDelay);
        return settings;
    }

    private static bool IsEndpoint(string text)
    {
        try
        {
            return DockerEndpoint.Parse(text) is { } endpoint
                && (endpoint.IsUnixSocket ? endpoint.Address.Host.Length == 0 : endpoint.Address.AbsolutePath is "/" or "");
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static ProcessSettings Process(SettingReader section, Placeholders placeholders) => new(
        Words(section, "command", placeholders),
        WorkingDirectory(section, placeholders),
        section.Map("environment", IsVariable, "the name of an environment variable").ToDictionary(
            pair => pair.Key, pair => placeholders.OfSession(section, "environment", pair.Value), StringComparer.Ordinal),
        section.List("pass-environment", "[PATH, HOME]"),
        section.Duration("settle", "0s", "1m"),
        section.Duration("poll-interval", "10ms", "1m"),
        section.Duration("kill-wait", "100ms", "5m"),
        section.Size("max-log-size", "1KiB", "1TiB"));

    private static string? WorkingDirectory(SettingReader section, Placeholders placeholders)
    {
        const string Key = "working-directory";
        var directory = section.TextOrNull(Key, TemplateReading.IsRooted, "an absolute path, also below {sessionDir} or {root}, or null");
        return directory is null ? null : placeholders.OfSession(section, Key, directory);
    }

    private static CommandSettings Commands(SettingReader section, Placeholders placeholders) => new(
        Words(section, "list", null),
        Words(section, "stop", placeholders),
        Words(section, "wake", placeholders),
        (int)section.Size("max-output", "1KiB", "1GiB"));

    private static IReadOnlyList<string> Words(SettingReader section, string key, Placeholders? placeholders)
    {
        var words = section.List(key, "[/usr/local/bin/agent, --session, \"{session}\"]");
        if (words is ["", ..]) section.Note(key, "expected a program as the first element");
        return placeholders is null ? words : [.. words.Select(word => placeholders.OfSession(section, key, word))];
    }

    private static WakeRequestSettings? WakeRequest(SettingReader section, Placeholders placeholders)
    {
        var url = section.TextOrNull("url", IsWebAddress, "an absolute http or https address");
        if (url is not null) url = placeholders.OfSession(section, "url", url);
        var headers = section.Map("headers", name => HeaderName().IsMatch(name), "the name of a header");
        foreach (var (name, _) in headers.Where(header => header.Value.AsSpan().IndexOfAny('\r', '\n') >= 0))
            section.Note("headers", $"{name}: expected a value on one line");
        return url is null ? null : new WakeRequestSettings(url, headers);
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(Braces().Replace(text, ""), UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" && address.Host.Length > 0;

    /// <summary>Whether a name can be that of an environment variable.</summary>
    internal static bool IsVariable(string name) => name.Length > 0 && name.AsSpan().IndexOfAny('=', '\0') < 0;

    [GeneratedRegex("[{}]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Braces();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._/-]*=[^\s=]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelForm();

    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~A-Za-z0-9-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderName();
}
