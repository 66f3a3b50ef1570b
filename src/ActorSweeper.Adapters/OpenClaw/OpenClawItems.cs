using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>A directory with one or more stores, whose sessions have their transcripts in it.</summary>
/// <param name="Directory">Its absolute path, links resolved.</param>
/// <param name="Stores">The paths of the stores in it.</param>
internal sealed record StorePlace(string Directory, IReadOnlyList<string> Stores);

/// <summary>An entry of a store that goes.</summary>
/// <param name="Path">The store and the key, as people read them.</param>
/// <param name="Reason">The rule, the age and the limit.</param>
/// <param name="Bytes">How much of the store it takes.</param>
/// <param name="Store">The store's path.</param>
/// <param name="Key">Its key there.</param>
/// <param name="Digest">Of its value: another value has another.</param>
internal sealed record DropItem(string Path, string Reason, long Bytes, string Store, string Key, string Digest)
    : JanitorItem(Path, JanitorAction.Drop, Reason, Bytes);

/// <summary>A file in, or below, the directory of a store.</summary>
/// <param name="Path">As people read it.</param>
/// <param name="Action">What becomes of it.</param>
/// <param name="Reason">The rule, the age and the limit.</param>
/// <param name="Bytes">What its removal frees.</param>
/// <param name="Place">The directory.</param>
/// <param name="Below">Where it is below that; empty for the directory itself.</param>
/// <param name="Planned">It, as it was found.</param>
internal abstract record FileItem(
    string Path, JanitorAction Action, string Reason, long Bytes, StorePlace Place, string Below, Entry Planned)
    : JanitorItem(Path, Action, Reason, Bytes);

/// <summary>The transcript of a session that goes.</summary>
internal sealed record TranscriptItem(
    string Path, string Reason, StorePlace Place, string Below, Entry Planned, string SessionId, string RealPath)
    : FileItem(Path, JanitorAction.Archive, Reason, 0, Place, Below, Planned);

/// <summary>A transcript that no session refers to.</summary>
/// <param name="Path">As people read it.</param>
/// <param name="Reason">The rule, the age and the limit.</param>
/// <param name="Place">The directory.</param>
/// <param name="Planned">It, as it was found.</param>
/// <param name="Ids">The ids in its name.</param>
/// <param name="Everywhere">All stores: none of them may hold one of the ids.</param>
internal sealed record OrphanItem(
    string Path, string Reason, StorePlace Place, Entry Planned, IReadOnlyList<Guid> Ids, IReadOnlyList<StorePlace> Everywhere)
    : FileItem(Path, JanitorAction.Archive, Reason, 0, Place, "", Planned);

/// <summary>A file that is removed for its age alone.</summary>
/// <param name="Path">As people read it.</param>
/// <param name="Reason">The rule, the age and the limit.</param>
/// <param name="Bytes">What its removal frees.</param>
/// <param name="Place">The directory.</param>
/// <param name="Below">Where it is below that.</param>
/// <param name="Planned">It, as it was found.</param>
/// <param name="Since">When its age began, in Unix milliseconds.</param>
/// <param name="Limit">It goes when it is older, in milliseconds.</param>
internal sealed record AgedItem(
    string Path, string Reason, long Bytes, StorePlace Place, string Below, Entry Planned, long Since, long Limit)
    : FileItem(Path, JanitorAction.Delete, Reason, Bytes, Place, Below, Planned);
