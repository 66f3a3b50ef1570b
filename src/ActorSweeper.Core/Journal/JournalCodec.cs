using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Scheduling;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Journal;

/// <summary>
/// Writes events and snapshots as UTF-8 JSON and reads them again. A member that a reader does not know is passed over, and one that
/// is missing has its default, so that a journal outlives small changes of the product; an event of an unknown kind is refused, and
/// so is one that lacks a member which has no default and is never null.
/// </summary>
public static class JournalCodec
{
    private const string Discriminator = "is";

    private static readonly FrozenDictionary<string, Type> Types = ClosedSet(typeof(SessionEvent), "session-")
        .Concat(ClosedSet(typeof(HostEvent), "host-"))
        .Concat(ClosedSet(typeof(ScheduleEvent), "schedule-"))
        .Concat(ClosedSet(typeof(JanitorEvent), "janitor-"))
        .ToFrozenDictionary(kind => kind.Name, kind => kind.Type, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> Kinds = Types.ToFrozenDictionary(kind => kind.Value, kind => kind.Key);

    /// <summary>How everything in the journal is written: also settings, and what commands print as JSON.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>The name of an event's kind, such as <c>session-observed</c>.</summary>
    public static string KindOf(JournalEvent happened) => Kinds[happened.GetType()];

    /// <summary>An event as JSON, without its kind.</summary>
    public static byte[] Encode(JournalEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Options);

    /// <summary>An event from its kind and JSON.</summary>
    /// <exception cref="JournalException">The kind is not known, or the text is not such an event.</exception>
    public static JournalEvent DecodeEvent(string kind, ReadOnlySpan<byte> json)
    {
        if (!Types.TryGetValue(kind, out var type))
            throw new JournalException(JournalFault.TooNew, $"event of unknown kind {kind}; a newer version wrote it: use that version");
        return (JournalEvent)Decode(type, json, kind);
    }

    /// <summary>A snapshot as JSON.</summary>
    public static byte[] Encode(JournalState state) => JsonSerializer.SerializeToUtf8Bytes(state, state.GetType(), Options);

    /// <summary>The snapshot of a stream from JSON.</summary>
    /// <exception cref="JournalException">The text is no such snapshot.</exception>
    public static JournalState DecodeState(string stream, ReadOnlySpan<byte> json) =>
        (JournalState)Decode(JournalState.Empty(stream).GetType(), json, stream);

    private static object Decode(Type type, ReadOnlySpan<byte> json, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type, Options)
                ?? throw new JournalException(JournalFault.Corrupt, $"{what} has no content; restore the journal from a backup");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or NotSupportedException)
        {
            throw new JournalException(
                JournalFault.Corrupt, $"{what} cannot be read: {error.Message}; restore the journal from a backup", error);
        }
    }

    private static IEnumerable<(string Name, Type Type)> ClosedSet(Type root, string prefix) =>
        root.GetNestedTypes().Select(type => (prefix + JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name), type));

    private static JsonSerializerOptions CreateOptions()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(NameClosedSets);
        resolver.Modifiers.Add(RequireWhatIsNeverNull);
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = resolver,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = false,
            Converters =
            {
                new SessionIdConverter(),
                new ZoneConverter(),
                new WordSetConverter(),
                new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void NameClosedSets(JsonTypeInfo info)
    {
        if (info.Type != typeof(ContainerView) && info.Type != typeof(Intent) && info.Type != typeof(MessageChange)
            && info.Type != typeof(MissedRunPolicy)) return;
        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = Discriminator };
        foreach (var (name, type) in ClosedSet(info.Type, ""))
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, name));
    }

    // What is null here would fail the fold, which nobody expects to fail.
    private static void RequireWhatIsNeverNull(JsonTypeInfo info)
    {
        foreach (var member in info.Properties)
        {
            if (!member.PropertyType.IsValueType && !member.IsSetNullable && member.AssociatedParameter is { HasDefaultValue: false })
                member.IsRequired = true;
        }
    }

    private sealed class SessionIdConverter : JsonConverter<SessionId>
    {
        public override SessionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("a session id is a text"));

        public override void Write(Utf8JsonWriter writer, SessionId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    private sealed class ZoneConverter : JsonConverter<TimeZoneInfo>
    {
        public override TimeZoneInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Time.Zones.TryFind(reader.GetString(), out var zone) ? zone : throw new JsonException("there is no such zone");

        public override void Write(Utf8JsonWriter writer, TimeZoneInfo value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Id);
    }

    private sealed class WordSetConverter : JsonConverter<IReadOnlySet<string>>
    {
        public override IReadOnlySet<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<HashSet<string>>(ref reader, options) ?? throw new JsonException("a list of words was expected");

        public override void Write(Utf8JsonWriter writer, IReadOnlySet<string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Order(StringComparer.Ordinal), options);
    }
}
