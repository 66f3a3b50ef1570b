using ActorSweeper.Adapters.MiniClaw;

namespace ActorSweeper.Host.Configuration.Janitors;

/// <summary>Reads the janitor of MiniClaw's sessions.</summary>
internal static class MiniClawReading
{
    /// <summary>Reads its section.</summary>
    /// <returns>Null when it is off.</returns>
    public static JanitorSettings<MiniClawOptions>? MiniClaw(this SettingReader section)
    {
        var enabled = section.Switch("enabled");
        var isDry = section.Word("mode", ("delete", false), ("dry-run", true));
        var directory = section.Text("directory", HomePath.IsOne, HomePath.Expected);
        var ttl = section.Duration("ttl", "1m", "3650d");
        return enabled ? new JanitorSettings<MiniClawOptions>(new MiniClawOptions(HomePath.Expand(directory), ttl), isDry) : null;
    }
}
