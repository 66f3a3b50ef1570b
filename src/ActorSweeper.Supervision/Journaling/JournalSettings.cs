using ActorSweeper.Core.Journal;

namespace ActorSweeper.Supervision.Journaling;

/// <summary>The journal's settings. Defaults live in <c>reference.conf</c>.</summary>
/// <param name="SnapshotEvery">After so many events a stream gets a snapshot; 1 or more.</param>
/// <param name="MostUnwritten">So many entries are kept while the journal cannot be written; the oldest are given up beyond it.</param>
/// <param name="Retention">How long events are kept.</param>
/// <param name="CompactInterval">How often older events are dropped.</param>
/// <param name="OrderInterval">How often operators' orders are looked for between passes; null for at passes only.</param>
public sealed record JournalSettings(
    int SnapshotEvery, int MostUnwritten, JournalRetention Retention, TimeSpan CompactInterval, TimeSpan? OrderInterval);
