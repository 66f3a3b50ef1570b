using System.Text.Json;

namespace ActorSweeper.Adapters.Forge;

/// <summary>
/// The text of the sessions store, <c>{"version":1,"sessions":{KEY:{"agents":{AGENT:{…}}}}}</c>. Records are cut out of it; everything
/// else stays as it is to the byte.
/// </summary>
internal sealed class StoreText
{
    private const int Version = 1;

    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<(Member Session, IReadOnlyList<Member> Siblings, IReadOnlyList<Member> Agents)> _sessions = [];
    private readonly List<AgentRecord> _records = [];
    private readonly List<string> _errors = [];

    private StoreText(ReadOnlyMemory<byte> text) => _text = text;

    /// <summary>All records, in stored order.</summary>
    public IReadOnlyList<AgentRecord> Records => _records;

    /// <summary>What was found where a session or a record should be; it is left alone.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Reads a store.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static StoreText Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            var store = new StoreText(text);
            store.ReadSessions();
            return store;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"it is not JSON: {e.Message}", e);
        }
    }

    /// <summary>The text without some of its records; a session whose last record goes, goes too.</summary>
    /// <param name="isDropped">Which records.</param>
    public byte[] Without(Predicate<AgentRecord> isDropped)
    {
        var cuts = new List<Range>();
        var gone = new HashSet<Member>(ReferenceEqualityComparer.Instance);
        foreach (var (session, _, agents) in _sessions)
        {
            var dropped = agents.Where(agent => isDropped(Record(session, agent))).ToHashSet();
            if (dropped.Count == agents.Count && dropped.Count > 0) gone.Add(session);
            else cuts.AddRange(Cuts(agents, dropped.Contains));
        }

        if (_sessions.Count > 0)
            cuts.AddRange(Cuts(_sessions[0].Siblings, gone.Contains));
        var kept = new MemoryStream(_text.Length);
        var from = 0;
        foreach (var (cutFrom, cutTo) in cuts.Select(cut => (cut.Start.Value, cut.End.Value)).Order())
        {
            kept.Write(_text.Span[from..cutFrom]);
            from = cutTo;
        }

        kept.Write(_text.Span[from..]);
        return kept.ToArray();
    }

    private void ReadSessions()
    {
        var reader = new Utf8JsonReader(_text.Span);
        using (JsonDocument.ParseValue(ref reader))
        {
            if (reader.Read())
                throw new FormatException("something follows the store's object");
        }

        var top = Members(0) ?? throw new FormatException("it is no object");
        if (top.Find(member => member.Name == "version") is { } version && (!TryNumber(version, out var number) || number != Version))
            throw new FormatException($"its version is not {Version}, which is the only one known");
        var sessions = top.FindAll(member => member.Name == "sessions");
        if (sessions.Count != 1 || Members(sessions[0].ValueFrom) is not { } keys)
            throw new FormatException("it has no object \"sessions\", or more than one");
        foreach (var session in keys)
            ReadSession(session, keys);
    }

    private void ReadSession(Member session, List<Member> siblings)
    {
        var agents = Members(session.ValueFrom)?.FindAll(member => member.Name == "agents") ?? [];
        if (siblings.Count(other => other.Name == session.Name) > 1)
            _errors.Add($"{session.Name}: the key is there twice; it is left alone");
        else if (agents.Count != 1 || Members(agents[0].ValueFrom) is not { } records)
            _errors.Add($"{session.Name}: it has no object \"agents\"; it is left alone");
        else if (records.Exists(record => Members(record.ValueFrom) is null))
            _errors.Add($"{session.Name}: an agent's record is no object; it is left alone");
        else if (records.DistinctBy(record => record.Name, StringComparer.Ordinal).Count() < records.Count)
            _errors.Add($"{session.Name}: an agent is there twice; it is left alone");
        else
        {
            _sessions.Add((session, siblings, records));
            _records.AddRange(records.Select(record => Record(session, record)));
        }
    }

    private AgentRecord Record(Member session, Member agent) =>
        new(session.Name, agent.Name, _text[agent.ValueFrom..agent.To]);

    private bool TryNumber(Member member, out int number)
    {
        var reader = new Utf8JsonReader(_text.Span[member.ValueFrom..member.To]);
        reader.Read();
        number = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out number);
    }

    /// <summary>The members of the object that begins at a place; null when there is none.</summary>
    private List<Member>? Members(int from)
    {
        var reader = new Utf8JsonReader(_text.Span[from..]);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return null;
        var members = new List<Member>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, begin) = (reader.GetString()!, (int)reader.TokenStartIndex);
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(new Member(name, from + begin, from + value, from + (int)reader.BytesConsumed));
        }

        return members;
    }

    /// <summary>What is cut out of an object so that some members go, with the commas that then are too many.</summary>
    private static IEnumerable<Range> Cuts(IReadOnlyList<Member> members, Predicate<Member> isGone)
    {
        var lastKept = members.Count - 1;
        while (lastKept >= 0 && isGone(members[lastKept]))
            lastKept--;
        for (var i = 0; i < lastKept; i++)
        {
            if (isGone(members[i]))
                yield return members[i].From..members[i + 1].From;
        }

        if (lastKept < members.Count - 1)
            yield return (lastKept >= 0 ? members[lastKept].To : members[0].From)..members[^1].To;
    }

    /// <summary>A member of an object, by the places of its name, its value and its end.</summary>
    private sealed record Member(string Name, int From, int ValueFrom, int To);
}
