using System.Text.Json;
using ActorSweeper.Adapters.JsonStores;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>OpenClaw's list of cron jobs, <c>{"version": 1, "jobs": [{"id": …}, …]}</c>.</summary>
internal static class JobList
{
    /// <summary>Reads the ids of all jobs, in lower case.</summary>
    /// <exception cref="StoreException">It cannot be read as a whole: then nothing is known about any job.</exception>
    public static IReadOnlySet<string> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var ids = document.RootElement.GetProperty("jobs").EnumerateArray()
                .Select(static job => job.GetProperty("id").GetString());
            return ids.Select(static id => id is { Length: > 0 } ? id.ToLowerInvariant() : throw new JsonException("a job has no id"))
                .ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException
            or KeyNotFoundException)
        {
            throw new StoreException(
                $"{path}: the list of cron jobs cannot be read ({e.Message.TrimEnd('.')}): the sessions of all jobs are kept; "
                + "correct jobs-file, or set it to null", e);
        }
    }
}
