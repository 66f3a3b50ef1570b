using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Adapters.Forge;
using ActorSweeper.Adapters.MiniClaw;
using ActorSweeper.Adapters.OpenClaw;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Host.Configuration.Janitors;

/// <summary>What expires elsewhere. A janitor that is null is off.</summary>
/// <param name="Caps">How much one run may take away unasked.</param>
/// <param name="Artifacts">What agent sessions leave behind.</param>
/// <param name="OpenClaw">OpenClaw's sessions.</param>
/// <param name="MiniClaw">MiniClaw's sessions.</param>
/// <param name="Forge">Sessions of agents that work on a forge's issues.</param>
internal sealed record JanitorsSettings(
    JanitorCaps Caps,
    ArtifactsOptions? Artifacts,
    JanitorSettings<OpenClawOptions>? OpenClaw,
    JanitorSettings<MiniClawOptions>? MiniClaw,
    JanitorSettings<ForgeOptions>? Forge)
{
    /// <summary>The names of all janitors there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["artifacts", "openclaw", "miniclaw", "forge"];

    /// <summary>Whether any is on.</summary>
    public bool Any => Artifacts is not null || OpenClaw is not null || MiniClaw is not null || Forge is not null;
}

/// <summary>A janitor, as configured.</summary>
/// <param name="Options">What it needs to know.</param>
/// <param name="IsDry">Whether it only reports.</param>
internal sealed record JanitorSettings<TOptions>(TOptions Options, bool IsDry);

/// <summary>Reads the janitors.</summary>
internal static class JanitorsReading
{
    /// <summary>Reads them.</summary>
    public static JanitorsSettings Janitors(this SettingReader section)
    {
        var caps = section.Section("caps");
        return new JanitorsSettings(
            new JanitorCaps(
                caps.WholeOrOff("items", 1, 10_000_000), caps.SizeOrOff("bytes", "1KiB", "1PiB"), caps.ShareOrOff("share")),
            section.Section("artifacts").Artifacts(),
            section.Section("openclaw").OpenClaw(),
            section.Section("miniclaw").MiniClaw(),
            section.Section("forge").Forge());
    }
}
