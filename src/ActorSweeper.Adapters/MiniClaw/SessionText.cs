using System.Text.Json;
using System.Text.Unicode;

namespace ActorSweeper.Adapters.MiniClaw;

/// <summary>
/// Decides whether bytes are a session as MiniClaw reads one, and when that was last accessed. As strict as MiniClaw: one JSON value of
/// valid UTF-8 without a byte order mark, all six fields with their types, none of them twice; unknown fields are passed over. What is
/// a session for nobody but us must not be deleted.
/// </summary>
internal ref struct SessionText
{
    private static readonly string[] SessionFields = ["session_id", "channel", "chat_id", "created_at", "last_accessed", "messages"];
    private static readonly string[] MessageFields = ["role", "content", "timestamp", "tool_calls", "tool_call_id"];
    private static readonly string[] CallFields = ["id", "name", "arguments"];
    private const int MessageFieldsNeeded = 3;

    private Utf8JsonReader _json;
    private NanoTime _lastAccessed;

    private SessionText(ReadOnlySpan<byte> text) =>
        _json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = int.MaxValue });

    /// <summary>Reads a whole file.</summary>
    /// <returns>When the session was last accessed.</returns>
    /// <exception cref="FormatException">It is no session; the message says why.</exception>
    public static NanoTime LastAccessed(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
            throw new FormatException("it is not valid UTF-8");
        try
        {
            var reader = new SessionText(text);
            reader.ReadAll();
            return reader._lastAccessed;
        }
        catch (JsonException e)
        {
            throw new FormatException($"it is not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // What the reader says of an escaped half of a surrogate pair.
            throw new FormatException($"a text in it is not valid: {e.Message}", e);
        }
    }

    private void ReadAll()
    {
        Next();
        if (_json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            throw new FormatException("it is no session");
        ReadRecord("the session", SessionFields, SessionFields.Length);
        if (_json.Read())
            throw new FormatException("something follows the session");
    }

    /// <summary>Reads an object with the named fields, or a row of just their values in their order, which MiniClaw accepts too.</summary>
    private void ReadRecord(string what, string[] fields, int needed)
    {
        var found = 0;
        if (_json.TokenType == JsonTokenType.StartArray)
        {
            for (var field = 0; field < fields.Length; field++)
            {
                Next();
                ReadField(fields[field]);
            }

            Next();
            if (_json.TokenType != JsonTokenType.EndArray)
                throw new FormatException($"{what} has too many elements");
            return;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
            throw new FormatException($"{what} is no object");
        for (Next(); _json.TokenType != JsonTokenType.EndObject; Next())
        {
            var field = Array.IndexOf(fields, _json.GetString());
            Next();
            if (field < 0)
            {
                _json.Skip();
                continue;
            }

            if ((found & 1 << field) != 0)
                throw new FormatException($"{what} has the field {fields[field]} twice");
            found |= 1 << field;
            ReadField(fields[field]);
        }

        for (var field = 0; field < needed; field++)
        {
            if ((found & 1 << field) == 0)
                throw new FormatException($"{what} has no field {fields[field]}");
        }
    }

    private void ReadField(string field)
    {
        switch (field)
        {
            case "last_accessed":
                _lastAccessed = Time(field);
                break;
            case "created_at" or "timestamp":
                Time(field);
                break;
            case "messages":
                ReadRows(field, "a message", MessageFields, MessageFieldsNeeded);
                break;
            case "tool_calls" when _json.TokenType != JsonTokenType.Null:
                ReadRows(field, "a tool call", CallFields, CallFields.Length);
                break;
            case "tool_calls":
            case "tool_call_id" when _json.TokenType == JsonTokenType.Null:
                break;
            case "role":
                if (Text(field) is not ("user" or "assistant" or "tool_result"))
                    throw new FormatException("a message has an unknown role");
                break;
            default:
                Text(field);
                break;
        }
    }

    private void ReadRows(string field, string what, string[] fields, int needed)
    {
        if (_json.TokenType != JsonTokenType.StartArray)
            throw new FormatException($"{field} is no array");
        for (Next(); _json.TokenType != JsonTokenType.EndArray; Next())
            ReadRecord(what, fields, needed);
    }

    private NanoTime Time(string field) =>
        NanoTimeText.TryRead(Text(field), out var time) ? time : throw new FormatException($"{field} is not a time");

    private string Text(string field) =>
        _json.TokenType == JsonTokenType.String ? _json.GetString()! : throw new FormatException($"{field} is no text");

    private void Next()
    {
        if (!_json.Read())
            throw new FormatException("it ends too early");
    }
}
