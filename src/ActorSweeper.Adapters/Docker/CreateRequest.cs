using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Docker;

/// <summary>Makes the request to create a session's container from the template.</summary>
internal static class CreateRequest
{
    private const double NanoCpusPerCpu = 1e9;

    public static CreateContainerParameters For(Session session, DockerStartOptions options, InstallScope scope)
    {
        var template = options.Template;
        var placeholders = new SessionPlaceholders(session, options.Root);
        return new CreateContainerParameters(
            Name: template.Name is null
                ? $"actorsweeper-{SafeName.Of(scope.Slug)}-{SafeName.Of(session.Id.Value)}"
                : SafeName.Of(placeholders.Expand(template.Name)),
            Image: placeholders.Expand(template.Image),
            Entrypoint: Words(template.Entrypoint, placeholders),
            Cmd: Words(template.Command, placeholders),
            WorkingDir: template.WorkingDirectory is null ? null : placeholders.Expand(template.WorkingDirectory),
            Env: [.. template.Environment.Select(variable => $"{variable.Key}={placeholders.Expand(variable.Value)}")],
            Labels: Labels(session, template, scope, placeholders),
            User: template.User is null ? null : placeholders.Expand(template.User),
            HostConfig: new HostConfig(
                Mounts(session, template, placeholders),
                template.MemoryBytes ?? 0,
                (long)((template.Cpus ?? 0) * NanoCpusPerCpu),
                template.PidsLimit,
                template.NetworkMode,
                AutoRemove: false));
    }

    private static string[]? Words(IReadOnlyList<string> words, SessionPlaceholders placeholders) =>
        words.Count == 0 ? null : [.. words.Select(placeholders.Expand)];

    private static Dictionary<string, string> Labels(
        Session session, ContainerTemplate template, InstallScope scope, SessionPlaceholders placeholders)
    {
        var labels = template.Labels.ToDictionary(label => label.Key, label => placeholders.Expand(label.Value));
        labels[ContainerLabels.NanoClawSession] = session.Id.Value;
        labels[ContainerLabels.Session] = session.Id.Value;
        labels[ContainerLabels.Group] = session.Group;
        labels[ContainerLabels.Role] = "agent";
        if (template.AutoRemove)
            labels[ContainerLabels.AutoRemove] = "on";
        labels[scope.Key] = scope.Value ?? "";
        return labels;
    }

    private static List<Mount> Mounts(Session session, ContainerTemplate template, SessionPlaceholders placeholders)
    {
        // "Mounts", not "Binds": for a source that is missing the latter makes an empty folder that belongs to root.
        var mounts = template.Mounts
            .Select(mount => new Mount(
                "bind", placeholders.Expand(mount.Source), placeholders.Expand(mount.Target), mount.ReadOnly))
            .ToList();
        if (!mounts.Exists(mount => mount.Target.TrimEnd('/') == ContainerLabels.Workspace))
            mounts.Add(new Mount("bind", session.Directory, ContainerLabels.Workspace, ReadOnly: false));
        return mounts;
    }
}
