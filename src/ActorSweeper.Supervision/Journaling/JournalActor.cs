using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Events;

namespace ActorSweeper.Supervision.Journaling;

/// <summary>
/// <c>/user/journal</c>: the one way to the journal. What comes while a write is under way goes into the next one, so that many
/// events share one <c>fsync</c>. A journal that cannot be written is said once; what is told meanwhile is kept, the oldest is given
/// up when it is too much, and whoever asks for durability is told at once that there is none.
/// </summary>
internal sealed class JournalActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly IJournal _journal;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<string, IActorRef> _writers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);
    private JournalSettings _settings;
    private Queue<JournalEntry> _told = new();
    private int _toldEvents;
    private List<Action<string?>> _waiting = [];
    private IReadOnlyList<JournalEntry> _writing = [];
    private List<Action<string?>> _waitingForWrite = [];
    private bool _isWriting;
    private Outage? _outage;
    private string? _unreadable;
    private long _replaced;

    public JournalActor(IJournal journal, JournalSettings settings, TimeProvider time)
    {
        (_journal, _settings, _time) = (journal, settings, time);
        Receive<Append>(OnAppend);
        Receive<Barrier>(_ => OnBarrier(Sender));
        Receive<Recover>(OnRecover);
        Receive<FindOrders>(OnFindOrders);
        Receive<Written>(_ => OnWritten());
        Receive<NotWritten>(failed => OnNotWritten(failed.Why));
        Receive<RetryDue>(_ => Write());
        Receive<ReadEnded>(OnReadEnded);
        Receive<CompactionDue>(_ => Compact());
        Receive<Compacted>(OnCompacted);
        Receive<JournalSettingsChanged>(changed => OnSettingsChanged(changed.Settings));
    }

    private sealed record Written;

    private sealed record NotWritten(string Why);

    private sealed record RetryDue;

    private sealed record ReadEnded(IActorRef Asker, StreamHistory? History, string? Error);

    private sealed record CompactionDue;

    private sealed record Compacted(CompactionSummary? Summary, string? Error);

    /// <summary>Since when the journal cannot be written, and what that has cost.</summary>
    private sealed record Outage(DateTimeOffset Since, string Why, int Failures, long Lost);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() =>
        Timers.StartPeriodicTimer("compact", new CompactionDue(), TimeSpan.Zero, _settings.CompactInterval);

    protected override void PostStop() => _ending.Cancel();

    private void OnAppend(Append append)
    {
        _writers[append.Entry.Stream] = Sender;
        _told.Enqueue(append.Entry);
        if (append.Entry is JournalEntry.Happened && ++_toldEvents > _settings.MostUnwritten) GiveUpOldest();
        if (!_isWriting && _outage is null) Write();
    }

    private void OnBarrier(IActorRef asker) =>
        WhenWritten(why => asker.Tell(why is null ? new Durable() : new NotDurable(why)));

    /// <summary>A writer's earlier events may still be under way: its history is whole only behind them.</summary>
    private void OnRecover(Recover request)
    {
        var asker = Sender;
        _writers[request.Stream] = asker;
        WhenWritten(why =>
        {
            if (why is null) Read(request, asker);
            else asker.Tell(new NotRecovered(why));
        });
    }

    private void OnFindOrders(FindOrders find)
    {
        if (_outage is not null) return;
        var asker = Sender;
        _journal.OrdersAsync(find.After, _ending.Token).PipeTo(
            asker, Self, orders => new OrdersFound(orders), _ => new OrdersFound([]));
    }

    /// <summary>
    /// Calls when everything told so far is durable, with null; or as soon as it is clear that it is not, with the reason.
    /// </summary>
    private void WhenWritten(Action<string?> answer)
    {
        if (_outage is { } outage) answer(outage.Why);
        else if (_told.Count > 0) _waiting.Add(answer);
        else if (_isWriting) _waitingForWrite.Add(answer);
        else answer(null);
    }

    private void Read(Recover request, IActorRef asker) => _journal.RecoverAsync(request.Stream, _ending.Token).PipeTo(
        Self, Self, history => new ReadEnded(asker, history, null), error => new ReadEnded(asker, null, error.Message));

    /// <summary>While nothing can be read nothing is written either: nobody else would say so.</summary>
    private void OnReadEnded(ReadEnded ended)
    {
        ended.Asker.Tell(ended.History is { } history ? new Recovered(history) : new NotRecovered(ended.Error!));
        if (ended.Error is not null && _unreadable is null)
            Say(Severity.Alarm, $"the journal cannot be read: {ended.Error}; nothing is stopped until it can, everything else goes on");
        if (ended.Error is null && _unreadable is not null) Say(Severity.Warning, "the journal can be read again");
        _unreadable = ended.Error;
    }

    // --- writing ---

    private void Write()
    {
        if (_isWriting) return;
        if (_writing.Count == 0)
        {
            (_writing, _told, _toldEvents) = ([.. _told], new Queue<JournalEntry>(), 0);
            (_waitingForWrite, _waiting) = (_waiting, []);
        }

        _isWriting = true;
        _journal.AppendAsync(_writing, _ending.Token).PipeTo(Self, Self, () => new Written(), error => new NotWritten(error.Message));
    }

    private void OnWritten()
    {
        (_isWriting, _writing) = (false, []);
        if (_outage is { } over) ComeBack(over);
        if (_journal.Replaced != _replaced) BeginAnew();
        Answer(null);
        if (_told.Count > 0) Write();
    }

    private void Answer(string? why)
    {
        foreach (var answer in _waitingForWrite) answer(why);
        _waitingForWrite.Clear();
    }

    private void OnNotWritten(string why)
    {
        _isWriting = false;
        if (_outage is null) Say(
            Severity.Alarm, $"the journal cannot be written: {why}; nothing is stopped until it can, everything else goes on");
        _outage = _outage is { } before
            ? before with { Why = why, Failures = before.Failures + 1 }
            : new Outage(_time.GetUtcNow(), why, 1, 0);
        _waitingForWrite.AddRange(_waiting);
        _waiting.Clear();
        Answer(why);
        var pause = FirstRetry * Math.Pow(2, Math.Min(_outage.Failures - 1, 10));
        Timers.StartSingleTimer("retry", new RetryDue(), pause < LongestRetry ? pause : LongestRetry);
    }

    private void ComeBack(Outage over)
    {
        _outage = null;
        Say(Severity.Warning, $"the journal can be written again; {over.Lost} events since {Timestamp.ToIso(over.Since)} are lost");
        Context.System.EventStream.Publish(new JournalBack(over.Lost, over.Since, over.Why));
        foreach (var stream in _damaged.Where(_writers.ContainsKey)) _writers[stream].Tell(new SaveSnapshot());
        _damaged.Clear();
    }

    /// <summary>Another journal knows nothing of what was appended so far: what is known now goes into it.</summary>
    private void BeginAnew()
    {
        _replaced = _journal.Replaced;
        Say(Severity.Warning, "another journal has taken the place of the one before: what is known now is written into it");
        foreach (var writer in _writers.Values) writer.Tell(new SaveSnapshot());
    }

    /// <summary>Snapshots before the oldest event go with it, and are not counted: what they say is said anew afterwards.</summary>
    private void GiveUpOldest()
    {
        JournalEntry given;
        do _damaged.Add((given = _told.Dequeue()).Stream);
        while (given is not JournalEntry.Happened);
        _toldEvents--;
        _outage = (_outage ?? new Outage(_time.GetUtcNow(), "it is too slow", 0, 0)) with { Lost = (_outage?.Lost ?? 0) + 1 };
    }

    // --- retention ---

    private void OnSettingsChanged(JournalSettings settings)
    {
        if (settings.CompactInterval != _settings.CompactInterval)
            Timers.StartPeriodicTimer("compact", new CompactionDue(), settings.CompactInterval, settings.CompactInterval);
        _settings = settings;
    }

    private void Compact()
    {
        if (_outage is not null) return;
        _journal.CompactAsync(_settings.Retention, _time.GetUtcNow(), _ending.Token).PipeTo(
            Self, Self, summary => new Compacted(summary, null), error => new Compacted(null, error.Message));
    }

    private void OnCompacted(Compacted compacted)
    {
        if (compacted.Error is { } error) Say(Severity.Warning, $"the journal could not be compacted: {error}");
        if (compacted.Summary is { Events: > 0 } summary)
            Say(Severity.Information, $"{summary.Events} events of the journal were dropped, {summary.Bytes} bytes freed");
    }

    private void Say(Severity severity, string text) =>
        Context.System.EventStream.Publish(new Notice(_time.GetUtcNow(), severity, "journal", null, text));
}
