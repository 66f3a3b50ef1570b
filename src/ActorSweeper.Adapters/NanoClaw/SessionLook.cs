using System.Runtime.CompilerServices;
using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>
/// Looks at sessions' files. Remembers with each cursor what it was found with, for as long as the caller keeps that cursor: a
/// file that was not written since is not opened again.
/// </summary>
internal sealed class SessionLook(QuietSessions quiet)
{
    private readonly ConditionalWeakTable<AckCursor, Found> _found = [];

    /// <summary>Reads the files that changed, and the heartbeat.</summary>
    public SessionEvidence Take(SessionFiles files, AckCursor since)
    {
        var inbound = FileStat.Of(files.Folder.Inbound);
        var outbound = FileStat.Of(files.Folder.Outbound);
        var known = _found.TryGetValue(since, out var found) && found.Inbound.IsUnchanged(inbound)
            ? found
            : KnownFromBefore(files.Folder.Directory, inbound, outbound, since);
        var evidence = known?.Evidence;
        if (known is null || !known.Outbound.IsUnchanged(outbound))
            evidence = Read(files, new Seen(inbound), new Seen(outbound), known?.Messages, since);
        // The heartbeat last: the freshest sign of life beside claims that are at most as fresh.
        var heartbeat = FileStat.Of(files.Folder.Heartbeat);
        return evidence! with { Heartbeat = heartbeat.Exists ? heartbeat.Modified : null };
    }

    /// <summary>A first look at a session that an earlier host left quiet.</summary>
    private Found? KnownFromBefore(string directory, FileStat inbound, FileStat outbound, AckCursor since)
    {
        if (since != AckCursor.Start || quiet.Find(directory, inbound, outbound) is not { } cursor) return null;
        var found = new Found(new Seen(inbound), new Seen(outbound), null, SessionEvidence.Empty with { Cursor = cursor });
        _found.AddOrUpdate(cursor, found);
        return found;
    }

    private SessionEvidence Read(SessionFiles files, Seen inbound, Seen outbound, OpenMessages? unchanged, AckCursor since)
    {
        // Messages first: an ack that comes in between is then seen with its message still open, and carried. The other way
        // round it would be missed until the next look.
        var messages = unchanged ?? ReadInbound(files);
        var evidence = outbound.Stat.Exists
            ? ReadOutbound(files, outbound.Stat.Identity, messages, since)
            : SessionEvidence.Empty with { Messages = messages.Messages, Cursor = new AckCursor("", 0) };
        _found.AddOrUpdate(evidence.Cursor, new Found(inbound, outbound, messages, evidence));
        quiet.Note(files.Folder.Directory, inbound.Settled, outbound.Settled, evidence);
        return evidence;
    }

    private static OpenMessages ReadInbound(SessionFiles files)
    {
        using var inbound = files.ReadInbound();
        return InboundReader.Read(inbound);
    }

    private static SessionEvidence ReadOutbound(SessionFiles files, string identity, OpenMessages messages, AckCursor since)
    {
        using var outbound = files.ReadOutbound();
        var reader = new OutboundReader(outbound, identity, messages);
        var cursor = reader.ReadAcks(since);
        return new SessionEvidence(Heartbeat: null, reader.ReadTool(), reader.Claims, reader.Acks, messages.Messages, cursor);
    }

    /// <summary>A file as it was just before it was read.</summary>
    private readonly struct Seen(FileStat stat)
    {
        private readonly bool _settled = stat.IsSettled();

        public FileStat Stat { get; } = stat;

        /// <summary>Null when a write after the look might not show.</summary>
        public FileStat? Settled => _settled ? Stat : null;

        public bool IsUnchanged(FileStat now) => _settled && Stat == now;
    }

    private sealed record Found(Seen Inbound, Seen Outbound, OpenMessages? Messages, SessionEvidence Evidence);
}
