using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Adapters.Forge;
using ActorSweeper.Adapters.MiniClaw;
using ActorSweeper.Adapters.OpenClaw;
using ActorSweeper.Core.Retention;
using ActorSweeper.Host.Configuration.Janitors;
using ActorSweeper.Supervision.Janitors;

namespace ActorSweeper.Host.Wiring;

/// <summary>The janitors that the settings ask for. Building them looks at nothing.</summary>
internal sealed class JanitorWiring : IDisposable
{
    private readonly List<JanitorPort> _ports = [];

    public JanitorWiring(JanitorsSettings settings, TimeProvider time)
    {
        if (settings.Artifacts is { } artifacts) Add(new ArtifactsJanitor(artifacts, time), artifacts.Mode == ArtifactsMode.DryRun);
        if (settings.OpenClaw is { } openClaw) Add(new OpenClawJanitor(openClaw.Options, time, new LastLooks()), openClaw.IsDry);
        if (settings.MiniClaw is { } miniClaw) Add(new MiniClawJanitor(miniClaw.Options, time), miniClaw.IsDry);
        if (settings.Forge is { } forge) Add(new ForgeJanitor(forge.Options, time), forge.IsDry);

        void Add(IJanitor janitor, bool isDry) => _ports.Add(new JanitorPort(janitor, new JanitorOrder(isDry, settings.Caps)));
    }

    /// <summary>The janitors, in the order of <see cref="JanitorsSettings.Names"/>.</summary>
    public IReadOnlyList<JanitorPort> Ports => _ports;

    /// <summary>Lets go of what they hold, such as connections.</summary>
    public void Dispose()
    {
        foreach (var janitor in _ports.Select(port => port.Janitor).OfType<IDisposable>()) janitor.Dispose();
    }
}
