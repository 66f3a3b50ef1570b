using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Forge;

/// <summary>A session's record that goes. Its path is <c>STORE#KEY/AGENT</c>.</summary>
/// <param name="Path">Of the item.</param>
/// <param name="Reason">Of the item.</param>
/// <param name="Record">As it was planned: another one, be it by a byte, stays.</param>
internal sealed record SessionDrop(string Path, string Reason, AgentRecord Record)
    : JanitorItem(Path, JanitorAction.Drop, Reason, Record.Text.Length);

/// <summary>A session that stays because it is active.</summary>
internal sealed record ActiveSession(string Path, string Reason) : JanitorItem(Path, JanitorAction.Keep, Reason, 0);

/// <summary>A worktree that goes, or the registration of one that is gone already.</summary>
/// <param name="Path">Of the item.</param>
/// <param name="Reason">Of the item.</param>
/// <param name="Bytes">Of the item.</param>
/// <param name="Worktree">As it was planned.</param>
/// <param name="WasGone">Whether its directory was gone already.</param>
/// <param name="ParkedAs">The ref under which its work is parked before; null when there is none, or it is given up.</param>
internal sealed record WorktreeRemoval(
    string Path, string Reason, long Bytes, Worktree Worktree, bool WasGone, string? ParkedAs = null)
    : JanitorItem(Path, JanitorAction.Delete, Reason, Bytes);
