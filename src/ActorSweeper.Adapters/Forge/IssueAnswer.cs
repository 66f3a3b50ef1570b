using System.Globalization;
using System.Net;
using System.Text.Json;

namespace ActorSweeper.Adapters.Forge;

/// <summary>What the forge says of an issue.</summary>
internal enum IssueState
{
    /// <summary>It is open.</summary>
    Open,

    /// <summary>It is closed, merged or gone for good.</summary>
    Closed,

    /// <summary>Not found, which may also mean that the token may not see it.</summary>
    Missing,

    /// <summary>The forge did not say. Nothing is decided by that.</summary>
    Unknown,
}

/// <summary>An answer, as far as it counts.</summary>
/// <param name="State">The state.</param>
/// <param name="Why">In a word or two: <c>closed</c>, <c>merged</c>, <c>not found</c>, <c>http 500</c>, and what to do about it.</param>
/// <param name="IsTrouble">Whether the forge is in trouble or asks for a pause, so that the next question waits for longer.</param>
/// <param name="RetryAfter">How long the forge asks to be left alone; null when it does not.</param>
internal sealed record IssueAnswer(IssueState State, string Why, bool IsTrouble = false, TimeSpan? RetryAfter = null)
{
    /// <summary>Reads an answer with a body that counts.</summary>
    /// <param name="key">What was asked for.</param>
    /// <param name="body">The body of a success.</param>
    public static IssueAnswer OfBody(IssueKey key, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return OfIssue(key, document.RootElement);
        }
        catch (JsonException)
        {
            return Unexpected("it is no JSON; look at the base-url");
        }
    }

    /// <summary>Reads an answer without success.</summary>
    public static IssueAnswer OfStatus(HttpStatusCode status, TimeSpan? retryAfter) => (int)status switch
    {
        404 => new(IssueState.Missing, "not found (deleted, or not visible to the token)"),
        410 => new(IssueState.Closed, "gone"),
        401 => new(IssueState.Unknown, "not authorised (401): renew the token"),
        403 when retryAfter is not null => new(IssueState.Unknown, "http 403: too many requests", IsTrouble: true, retryAfter),
        403 => new(IssueState.Unknown, "not authorised (403): the token lacks the scope read:issue, or access to the repository"),
        429 => new(IssueState.Unknown, "http 429: too many requests", IsTrouble: true, retryAfter),
        >= 300 and < 400 => new(IssueState.Unknown, string.Create(
            CultureInfo.InvariantCulture, $"http {(int)status}: moved; the session's key has to name the new place")),
        >= 500 => new(IssueState.Unknown, string.Create(CultureInfo.InvariantCulture, $"http {(int)status}"), IsTrouble: true, retryAfter),
        var other => new(IssueState.Unknown, string.Create(CultureInfo.InvariantCulture, $"http {other}")),
    };

    private static IssueAnswer OfIssue(IssueKey key, JsonElement issue)
    {
        // Older Gitea versions answer an inner error with 200 and an empty issue.
        if (issue.ValueKind != JsonValueKind.Object || !issue.TryGetProperty("number", out var number)
            || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var found) || found != key.Number)
            return Unexpected("it is about another issue, or none");
        if (issue.TryGetProperty("pull_request", out var pull) && IsMerged(pull))
            return new IssueAnswer(IssueState.Closed, "merged");
        return issue.TryGetProperty("state", out var state) && state.ValueKind == JsonValueKind.String
            ? state.GetString() switch
            {
                "open" => new IssueAnswer(IssueState.Open, "open"),
                "closed" => new IssueAnswer(IssueState.Closed, "closed"),
                _ => Unexpected("its state is neither open nor closed"),
            }
            : Unexpected("it has no state");
    }

    private static bool IsMerged(JsonElement pull) =>
        pull.ValueKind == JsonValueKind.Object
        && ((pull.TryGetProperty("merged", out var merged) && merged.ValueKind == JsonValueKind.True)
            || (pull.TryGetProperty("merged_at", out var at) && at.ValueKind == JsonValueKind.String && at.GetString()!.Length > 0));

    private static IssueAnswer Unexpected(string why) => new(IssueState.Unknown, $"unexpected body: {why}");
}
