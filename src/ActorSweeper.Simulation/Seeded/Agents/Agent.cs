using ActorSweeper.Core.Containers;

namespace ActorSweeper.Simulation.Seeded.Agents;

/// <summary>
/// What runs in one container of a session, as it really is: what it claims, when it beats, whether it hangs. The host sees of it
/// only what it writes; the observer sees everything.
/// </summary>
internal sealed class Agent
{
    private readonly Stage _stage;
    private readonly Dictionary<string, TimeSpan> _claims = new(StringComparer.Ordinal);
    private (TimeSpan From, TimeSpan Every)? _beating;
    private TimeSpan? _lastBeat;
    private TimeSpan? _beatsAgain;
    private (TimeSpan At, Action What)? _next;
    private int _entry;

    public Agent(Stage stage, SessionStage session, Container container)
    {
        (_stage, Session, Container, Born) = (stage, session, container, stage.Now);
        LastSignButBeats = Born;
    }

    public SessionStage Session { get; }

    public Container Container { get; }

    public TimeSpan Born { get; }

    /// <summary>When a host was first told of it; null before.</summary>
    public TimeSpan? KnownAt { get; set; }

    public bool IsGone { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Whether it hangs for good.</summary>
    public bool IsHung { get; set; }

    /// <summary>Whether it has been asked to end: it takes no more work.</summary>
    public bool IsEnding { get; set; }

    /// <summary>What it holds, and since when.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Claims => _claims;

    /// <summary>The tool in flight.</summary>
    public (TimeSpan Since, TimeSpan Timeout)? Tool { get; private set; }

    /// <summary>The newest sign of life other than a beat.</summary>
    public TimeSpan LastSignButBeats { get; private set; }

    /// <summary>Until when it was silent for too long, before it showed life again.</summary>
    public TimeSpan? WasOverdueUntil { get; private set; }

    /// <summary>The newest beat.</summary>
    public TimeSpan? LastBeat => _beating is { } beating && beating.From <= _stage.Now
        ? beating.From + (beating.Every * Math.Floor((_stage.Now - beating.From) / beating.Every))
        : _lastBeat;

    /// <summary>The newest sign of life.</summary>
    public TimeSpan LastSign => LastBeat is { } beat && beat > LastSignButBeats ? beat : LastSignButBeats;

    /// <summary>Since when its beats are in the heartbeat file; null before the first.</summary>
    public TimeSpan? WritesHeartbeatFrom { get; private set; }

    /// <summary>The heartbeat file's time of change, if it has written it.</summary>
    public DateTimeOffset? HeartbeatStamp => LastBeat is { } beat && beat >= WritesHeartbeatFrom ? _stage.Wall.At(beat) : null;

    // --- showing life ---

    public void Beat(TimeSpan first, TimeSpan every)
    {
        ShowsLife();
        _lastBeat = LastBeat;
        _beating = (_stage.Now + first, every);
    }

    public void StopBeating()
    {
        _lastBeat = LastBeat;
        _beating = null;
    }

    /// <summary>Its beats from then on are in the heartbeat file.</summary>
    public void WriteHeartbeat(TimeSpan from)
    {
        WritesHeartbeatFrom = from;
        Session.Files.HeartbeatSource = () => HeartbeatStamp;
    }

    public void Claim(string message)
    {
        ShowsLife();
        _claims[message] = LastSignButBeats = _stage.Now;
    }

    public void Release(string message)
    {
        ShowsLife();
        _claims.Remove(message);
    }

    public void Declare(TimeSpan? timeout)
    {
        ShowsLife();
        Tool = timeout is { } declared ? (_stage.Now, declared) : null;
    }

    // --- what it does next ---

    public void Later(TimeSpan delay, Action what)
    {
        if (IsGone) return;
        _next = (_stage.Now + delay, what);
        var entry = ++_entry;
        _stage.Agenda.Enter(_stage.Now + delay, () =>
        {
            if (entry != _entry) return;
            _next = null;
            what();
        });
    }

    /// <summary>It does nothing any more, and shows no life.</summary>
    public void Freeze()
    {
        _beatsAgain = _beating?.Every;
        StopBeating();
        IsFrozen = true;
        _entry++;
    }

    /// <summary>It goes on where it was.</summary>
    public void Thaw()
    {
        if (!IsFrozen || IsGone) return;
        IsFrozen = false;
        if (_beatsAgain is { } every) Beat(TimeSpan.Zero, every);
        if (_next is { } next) Later(next.At > _stage.Now ? next.At - _stage.Now : TimeSpan.FromSeconds(1), next.What);
    }

    /// <summary>Its container is gone.</summary>
    public void End()
    {
        StopBeating();
        IsGone = true;
        _entry++;
    }

    private void ShowsLife()
    {
        if (_stage.Witness.Silences.IsOverdue(this)) WasOverdueUntil = _stage.Now;
    }
}
