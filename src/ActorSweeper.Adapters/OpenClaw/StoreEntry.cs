using System.Security.Cryptography;
using System.Text.Json;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>What the clean-up reads of one member of OpenClaw's store; everything else in it is only carried along.</summary>
/// <param name="Key">The key; null when it holds what is no Unicode text, so that nothing can be said about it.</param>
/// <param name="Start">The first byte of the member, that of its key.</param>
/// <param name="ValueStart">The first byte of its value.</param>
/// <param name="End">The byte after its last.</param>
/// <param name="SessionId">The session, as far as it is told by a text.</param>
/// <param name="SessionFile">Its transcript, as far as it is told by a text.</param>
/// <param name="UpdatedAt">When it was last updated, in Unix milliseconds; null when that is no number.</param>
internal sealed record StoreEntry(
    string? Key, int Start, int ValueStart, int End, string? SessionId, string? SessionFile, double? UpdatedAt)
{
    /// <summary>How many bytes of the store it takes.</summary>
    public int Length => End - Start;

    /// <summary>A digest of its value: it has not been changed while this stays the same.</summary>
    public string DigestIn(ReadOnlySpan<byte> store) => Convert.ToHexStringLower(SHA256.HashData(store[ValueStart..End]));

    /// <summary>Reads a member; the reader stands at its key, and at the end of its value afterwards.</summary>
    /// <exception cref="JsonException">It is not well formed.</exception>
    public static StoreEntry Read(ref Utf8JsonReader reader)
    {
        var (key, start) = (Text(ref reader), (int)reader.TokenStartIndex);
        Advance(ref reader);
        var valueStart = (int)reader.TokenStartIndex;
        string? id = null, file = null;
        double? updated = null;
        if (reader.TokenType != JsonTokenType.StartObject) reader.Skip();
        else
        {
            while (Advance(ref reader) != JsonTokenType.EndObject)
            {
                var name = Text(ref reader);
                Advance(ref reader);
                // Of fields of one name the last counts, as in ECMAScript.
                if (name == "sessionId") id = Text(ref reader);
                else if (name == "sessionFile") file = Text(ref reader);
                else if (name == "updatedAt") updated = Number(ref reader);
                reader.Skip();
            }
        }

        return new StoreEntry(key, start, valueStart, (int)reader.BytesConsumed, id, file, updated);
    }

    private static JsonTokenType Advance(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new JsonException("it ends too early");

    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String)) return null;
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair, or bytes that are no UTF-8.
        }
    }

    private static double? Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;
}
