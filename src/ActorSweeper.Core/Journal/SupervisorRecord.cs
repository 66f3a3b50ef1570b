using System.Collections.Immutable;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Quarantine;

namespace ActorSweeper.Core.Journal;

/// <summary>Everything about the host as a whole that survives its restart. Changed by <see cref="After"/> only.</summary>
/// <param name="Host">The host that started last; null before the first.</param>
/// <param name="HasEnded">Whether that host ended in order.</param>
/// <param name="Generation">The generation of settings in force; 0 before the first.</param>
/// <param name="Settings">Those settings, as the codec of settings writes them; null before the first.</param>
/// <param name="Pass">The last pass that ended; null before the first. Its beats are empty: they are in <paramref name="Beats"/>.</param>
/// <param name="PassEndedAt">When it ended.</param>
/// <param name="Beats">The newest heartbeat of each session that a pass told of.</param>
/// <param name="Failures">Sessions whose actors have failed.</param>
/// <param name="OpenStrays">Containers of nobody whose stop has no outcome yet.</param>
/// <param name="LastOrder">The number of the last operator's order that has ended.</param>
public sealed record SupervisorRecord(
    HostEvent.Started? Host,
    bool HasEnded,
    long Generation,
    string? Settings,
    PassSummary? Pass,
    DateTimeOffset? PassEndedAt,
    ImmutableDictionary<string, DateTimeOffset> Beats,
    ImmutableDictionary<string, ActorFailures> Failures,
    ImmutableDictionary<string, Container> OpenStrays,
    long LastOrder) : JournalState
{
    /// <summary>The state before the first host.</summary>
    public static new SupervisorRecord Empty { get; } = new(
        null,
        false,
        0,
        null,
        null,
        null,
        ImmutableDictionary<string, DateTimeOffset>.Empty,
        ImmutableDictionary<string, ActorFailures>.Empty,
        ImmutableDictionary<string, Container>.Empty,
        0);

    /// <inheritdoc/>
    public override SupervisorRecord After(JournalEvent happened, DateTimeOffset at) => happened switch
    {
        HostEvent.Started started => this with { Host = started, HasEnded = false },
        HostEvent.Ended => this with { HasEnded = true },
        HostEvent.SettingsApplied applied => this with { Generation = applied.Generation, Settings = applied.Settings },
        HostEvent.PassEnded ended => this with
        {
            Pass = ended.Pass with { Beats = [] },
            PassEndedAt = at,
            Beats = Beats.SetItems(ended.Pass.Beats.Select(beat => KeyValuePair.Create(beat.Session.Value, beat.At))),
        },
        HostEvent.ActorFailed failed =>
            this with { Failures = Failures.SetItem(failed.Session.Value, new(failed.Failures, failed.NotBefore, failed.Error)) },
        HostEvent.ActorTrusted trusted => this with { Failures = Failures.Remove(trusted.Session.Value) },
        HostEvent.StrayIntended stray => this with { OpenStrays = OpenStrays.SetItem(stray.Container.Id, stray.Container) },
        HostEvent.StrayEnded stray => this with { OpenStrays = OpenStrays.Remove(stray.ContainerId) },
        HostEvent.OrderEnded ended => this with { LastOrder = Math.Max(LastOrder, ended.Order.Number) },
        _ => this,
    };

    /// <inheritdoc/>
    public override SupervisorRecord Resuming(JournalState earlier) => earlier is SupervisorRecord before
        ? this with
        {
            Generation = before.Generation + Generation,
            Beats = before.Beats.SetItems(Beats),
            Failures = before.Failures.SetItems(Failures),
            LastOrder = Math.Max(before.LastOrder, LastOrder),
        }
        : this;
}

/// <summary>The failures of one session's actor.</summary>
/// <param name="History">How often it failed lately, by the wall clock.</param>
/// <param name="NotBefore">It is not asked to look before then, by the wall clock.</param>
/// <param name="Error">The last failure.</param>
public sealed record ActorFailures(CrashHistory History, DateTimeOffset NotBefore, string Error);
