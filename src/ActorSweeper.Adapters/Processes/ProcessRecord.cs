using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorSweeper.Adapters.Processes;

/// <summary>
/// What is written down about a started process. Only an addition to the marks in its environment, for a program that overwrites
/// its environment: a process without a record is found all the same.
/// </summary>
internal sealed record ProcessRecord(ProcessMarks Marks, int Pid, long StartTicks, string BootId)
{
    /// <summary>Its process, if that has not vanished.</summary>
    [JsonIgnore]
    public ProcessFacts? Facts =>
        BootId == ProcessFacts.BootId && ProcessFacts.Of(Pid) is { } found && found.StartTicks == StartTicks ? found : null;

    /// <summary>Reads a record.</summary>
    /// <returns>Null when there is none, or none that can be understood.</returns>
    public static ProcessRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ProcessJson.Default.ProcessRecord);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it so that a reader finds the old record or the new one, and never half of one.</summary>
    public void Write(string path)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, ProcessJson.Default.ProcessRecord);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

[JsonSerializable(typeof(ProcessRecord))]
internal sealed partial class ProcessJson : JsonSerializerContext;
