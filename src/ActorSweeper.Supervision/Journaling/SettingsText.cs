using System.Text.Json;
using ActorSweeper.Core.Journal;

namespace ActorSweeper.Supervision.Journaling;

/// <summary>Writes all settings of supervision as the journal keeps them, and reads them again.</summary>
public static class SettingsText
{
    /// <summary>The settings as JSON.</summary>
    public static string Write(SupervisionSettings settings) => JsonSerializer.Serialize(settings, JournalCodec.Options);

    /// <summary>The settings from JSON.</summary>
    /// <exception cref="JournalException">The text is not settings as this version knows them.</exception>
    public static SupervisionSettings Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SupervisionSettings>(text, JournalCodec.Options)
                ?? throw new JournalException(JournalFault.Corrupt, "recorded settings are empty; name others with --config");
        }
        catch (JsonException error)
        {
            throw new JournalException(
                JournalFault.TooNew, $"recorded settings cannot be read: {error.Message}; name others with --config", error);
        }
    }
}
