using System.Text.Json;
using ActorSweeper.Adapters.JsonStores;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.Forge;

/// <summary>
/// Since when the forge has not found an issue. One answer of 404 proves nothing: a token that has just lost its access gets it too.
/// Kept in a file of our own, <c>{"version":1,"missing":{"OWNER/REPO#NUMBER":INSTANT}}</c>, which is written when a plan is applied,
/// never by a plan.
/// </summary>
internal sealed class MissingIssues
{
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly Dictionary<string, DateTimeOffset> _since;

    private MissingIssues(Dictionary<string, DateTimeOffset> since) => _since = since;

    /// <summary>How long an issue has to be missing until it counts as gone.</summary>
    public static TimeSpan Proof { get; } = TimeSpan.FromDays(1);

    /// <summary>Reads the file; without one nothing has been missing so far.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static MissingIssues Read(string path)
    {
        byte[] text;
        try
        {
            text = PlainFile.Read(path, MaxBytes);
        }
        catch (FileNotFoundException)
        {
            return new MissingIssues([]);
        }
        catch (IOException e)
        {
            throw new IOException($"{path} cannot be read: {e.Message}", e);
        }

        try
        {
            return new MissingIssues(Parse(text));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new IOException(
                $"{path} is not what was written there ({e.Message}); remove it, and issues that are missing are missing as of now", e);
        }
    }

    /// <summary>Since when an issue has been missing; null when it was not, or nobody asked.</summary>
    public DateTimeOffset? Since(IssueKey key) => _since.TryGetValue(key.ToString(), out var since) ? since : null;

    /// <summary>The same with new answers: who is found again is forgotten, and who was not asked for stays as it is.</summary>
    /// <returns>Null when nothing has changed.</returns>
    public MissingIssues? With(IReadOnlyDictionary<IssueKey, IssueAnswer> answers, DateTimeOffset now)
    {
        var since = new Dictionary<string, DateTimeOffset>(_since, StringComparer.Ordinal);
        foreach (var (key, answer) in answers)
        {
            if (answer.State == IssueState.Missing) since.TryAdd(key.ToString(), now);
            else if (answer.State != IssueState.Unknown) since.Remove(key.ToString());
        }

        return since.Count == _since.Count && since.Keys.All(_since.ContainsKey) ? null : new MissingIssues(since);
    }

    /// <summary>The file's text.</summary>
    public byte[] Text()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartObject("missing");
            foreach (var (key, since) in _since.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                json.WriteString(key, Timestamp.ToIso(since));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static Dictionary<string, DateTimeOffset> Parse(byte[] text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("missing").EnumerateObject().ToDictionary(
            entry => entry.Name,
            entry => Timestamp.Parse(entry.Value.GetString()) ?? throw new FormatException($"{entry.Name} has no time"),
            StringComparer.Ordinal);
    }
}
