using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Journal;

/// <summary>Everything about one session that survives a restart of the host. Changed by <see cref="After"/> only.</summary>
/// <param name="Session">As its source listed it last; null before that.</param>
/// <param name="IsActive">Whether the source still lists it.</param>
/// <param name="Incarnation">The number of its current or last container life; 0 before the first.</param>
/// <param name="Current">The container of the present life; null when none runs.</param>
/// <param name="HasShownLife">Whether the present life has beaten or claimed.</param>
/// <param name="IsGraced">Whether the present life has used up the storm brake's one fresh tolerance.</param>
/// <param name="Starts">Its failed starts.</param>
/// <param name="Crashes">Its containers' recent deaths, and the quarantine that follows from them.</param>
/// <param name="Unstoppable">The container that could not be stopped, and when that may be tried again.</param>
/// <param name="RequestedUntil">A start that was handed to somebody else is not asked for again before then.</param>
/// <param name="LastIntent">The number of the newest intent.</param>
/// <param name="Open">Intents without an outcome: after a crash they are verified against the world.</param>
/// <param name="DeadLetters">
/// Messages that were given up and not retried since, oldest first; at most <see cref="MostDeadLetters"/>.
/// </param>
/// <param name="BadRecurrences">Recurring messages that cannot go on and have been told of; at most <see cref="MostDeadLetters"/>.</param>
/// <param name="Seen">The evidence of the last look that found something new; null before the first.</param>
/// <param name="State">How it stood at the last verdict, or queued since.</param>
/// <param name="Explanation">Why; null before the first verdict.</param>
/// <param name="Fault">What is wrong with its files; null while they can be used.</param>
public sealed record SessionRecord(
    Session? Session,
    bool IsActive,
    int Incarnation,
    Container? Current,
    bool HasShownLife,
    bool IsGraced,
    StartBackoff Starts,
    CrashHistory Crashes,
    Unstoppable? Unstoppable,
    DateTimeOffset? RequestedUntil,
    long LastIntent,
    IReadOnlyList<OpenIntent> Open,
    IReadOnlyList<DeadLetter> DeadLetters,
    IReadOnlyList<BadRecurrence> BadRecurrences,
    SeenEvidence? Seen,
    SessionState State,
    Explanation? Explanation,
    string? Fault) : JournalState
{
    /// <summary>So many dead letters are kept in the record; older ones are in the journal only.</summary>
    public const int MostDeadLetters = 1000;

    /// <summary>A session of which nothing is known.</summary>
    public static new SessionRecord Empty { get; } = new(
        Session: null,
        IsActive: false,
        Incarnation: 0,
        Current: null,
        HasShownLife: false,
        IsGraced: false,
        StartBackoff.None,
        CrashHistory.None,
        Unstoppable: null,
        RequestedUntil: null,
        LastIntent: 0,
        Open: [],
        DeadLetters: [],
        BadRecurrences: [],
        Seen: null,
        SessionState.Idle,
        Explanation: null,
        Fault: null);

    /// <inheritdoc/>
    public override SessionRecord After(JournalEvent happened, DateTimeOffset at) => happened switch
    {
        SessionEvent.Listed listed => this with { Session = listed.Session, IsActive = true },
        SessionEvent.Unlisted => this with { IsActive = false },
        SessionEvent.Observed observed => this with { Seen = SeenEvidence.After(Seen, observed), Fault = null },
        SessionEvent.Unusable unusable => this with { Fault = unusable.Text },
        SessionEvent.Judged judged => this with { State = judged.State, Explanation = judged.Explanation },
        SessionEvent.Intended intended =>
            this with { LastIntent = intended.Intent.Id, Open = [.. Open, new OpenIntent(intended.Intent, at)] },
        SessionEvent.Concluded concluded => this with { Open = [.. Open.Where(open => open.Intent.Id != concluded.Intent)] },
        SessionEvent.Acted acted => AfterAct(acted, at),
        SessionEvent.CannotStop cannot => this with { Unstoppable = new Unstoppable(cannot.ContainerId, cannot.RetryAt) },
        SessionEvent.StartRequested requested => this with { RequestedUntil = requested.Until },
        SessionEvent.CannotRecur cannot => this with { BadRecurrences = Last([.. BadRecurrences, cannot.Recurrence]) },
        SessionEvent.Released => this with
        {
            Starts = StartBackoff.None,
            Crashes = CrashHistory.None,
            Unstoppable = null,
            RequestedUntil = null,
        },
        _ => AfterLife(happened),
    };

    /// <inheritdoc/>
    public override SessionRecord Resuming(JournalState earlier)
    {
        if (earlier is not SessionRecord before) return this;
        return this with
        {
            Incarnation = before.Incarnation + Incarnation,
            Starts = Starts == StartBackoff.None ? before.Starts : Starts,
            Crashes = Crashes.IsNone ? before.Crashes : Crashes,
            Unstoppable = Unstoppable ?? before.Unstoppable,
            LastIntent = before.LastIntent + LastIntent,
            DeadLetters = Last([.. before.DeadLetters, .. DeadLetters]),
            BadRecurrences = Last([.. before.BadRecurrences, .. BadRecurrences]),
        };
    }

    private SessionRecord AfterLife(JournalEvent happened) => happened switch
    {
        SessionEvent.LifeBegan began => this with
        {
            Incarnation = began.Incarnation,
            Current = began.Container,
            HasShownLife = false,
            IsGraced = false,
            RequestedUntil = null,
        },
        SessionEvent.ShowedLife => this with { HasShownLife = true, Starts = StartBackoff.None },
        SessionEvent.Graced => this with { IsGraced = true },
        SessionEvent.LifeEnded { Fate: Fate.Stopped } => this with { Current = null, Unstoppable = null },
        SessionEvent.LifeEnded => this with { Current = null },
        SessionEvent.StartsCounted counted => this with { Starts = counted.Starts },
        SessionEvent.DeathsCounted counted => this with { Crashes = counted.Crashes },
        _ => this,
    };

    private SessionRecord AfterAct(SessionEvent.Acted acted, DateTimeOffset at)
    {
        if (acted is { Action: ActionKind.Wake, Outcome.Result: Result.Queued }) return this with { State = SessionState.Queued };
        if (acted is not { MessageId: { } message, Outcome.Result: Result.Done }) return this;
        return acted.Action switch
        {
            ActionKind.Fail => this with { DeadLetters = Last([.. Without(message), new DeadLetter(message, at, acted.Why)]) },
            ActionKind.Revive => this with { DeadLetters = Without(message) },
            _ => this,
        };
    }

    private List<DeadLetter> Without(string message) => DeadLetters.Where(letter => letter.MessageId != message).ToList();

    private static IReadOnlyList<T> Last<T>(IReadOnlyList<T> items) =>
        items.Count <= MostDeadLetters ? items : [.. items.Skip(items.Count - MostDeadLetters)];
}

/// <summary>A container that no rung of the ladder ended.</summary>
/// <param name="ContainerId">Which.</param>
/// <param name="RetryAt">When the ladder may be tried again, by the wall clock.</param>
public sealed record Unstoppable(string ContainerId, DateTimeOffset RetryAt);

/// <summary>An intent whose outcome is not known.</summary>
/// <param name="Intent">The intent.</param>
/// <param name="At">When it was journaled.</param>
public sealed record OpenIntent(Intent Intent, DateTimeOffset At);

/// <summary>A message that was given up.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Why">Why.</param>
public sealed record DeadLetter(string MessageId, DateTimeOffset At, Reason Why);

/// <summary>What a look found.</summary>
/// <param name="Pass">The pass that looked; 0 for a look outside any pass.</param>
/// <param name="Now">The instant of the look.</param>
/// <param name="View">What was known about the container.</param>
/// <param name="Evidence">What the files said; its cursor means nothing here.</param>
/// <param name="Answered">The claimed messages that had a reply.</param>
public sealed record SeenEvidence(
    long Pass, ClockReading Now, ContainerView View, SessionEvidence Evidence, IReadOnlyList<string> Answered)
{
    /// <summary>What is seen after a change.</summary>
    public static SeenEvidence After(SeenEvidence? before, SessionEvent.Observed observed) => new(
        observed.Pass,
        observed.Now,
        observed.View,
        observed.Change.ApplyTo(before?.Evidence ?? SessionEvidence.Empty),
        observed.Answered);
}
