using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.Forge;

/// <summary>
/// The questions of one plan: each issue is asked for once, strictly one after the other, with at least the interval from one answer to
/// the next question. Trouble doubles the wait, and the forge's own wish counts; a forge that stays in trouble, or wants to be left
/// alone for long, is not asked again in this plan, and everything that was not asked is unknown.
/// </summary>
/// <param name="api">The forge.</param>
/// <param name="token">The token.</param>
/// <param name="interval">From an answer to the next question, at least.</param>
/// <param name="time">Measures the waits.</param>
internal sealed class Questions(ForgeApi api, string? token, TimeSpan interval, TimeProvider time)
{
    private const int MostTroubles = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Dictionary<IssueKey, IssueAnswer> _answers = [];
    private long? _answeredAt;
    private TimeSpan? _wait;
    private int _troubles;
    private string? _silence;

    /// <summary>All answers so far.</summary>
    public IReadOnlyDictionary<IssueKey, IssueAnswer> Answers => _answers;

    /// <summary>The state of an issue.</summary>
    public async Task<IssueAnswer> AskAsync(IssueKey key, CancellationToken cancellation)
    {
        if (_answers.TryGetValue(key, out var known))
            return known;
        if (_silence is not null)
            return _answers[key] = new IssueAnswer(IssueState.Unknown, _silence);
        await WaitAsync(cancellation);
        var answer = await api.AskAsync(key, token, cancellation);
        _answeredAt = time.GetTimestamp();
        Heed(answer);
        return _answers[key] = answer;
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        // Counted from the answer, because only that proves that the question had arrived; and a timer may be a little early.
        while (_answeredAt is { } last && (_wait ?? interval) - time.GetElapsedTime(last) is { Ticks: > 0 } rest)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), time, cancellation);
    }

    private void Heed(IssueAnswer answer)
    {
        _troubles = answer.IsTrouble ? _troubles + 1 : 0;
        _wait = null;
        if (_troubles == 0)
            return;
        var doubled = TimeSpan.FromTicks(Math.Min(interval.Ticks << _troubles, LongestWait.Ticks));
        var wait = Longest(interval, doubled, answer.RetryAfter ?? TimeSpan.Zero);
        _wait = wait;
        if (_troubles >= MostTroubles)
            _silence = $"not asked: the last {MostTroubles} questions to the forge failed ({answer.Why})";
        else if (wait > Longest(interval, LongestWait, TimeSpan.Zero))
            _silence = $"not asked: the forge wants to be left alone for {Durations.Text(wait)} ({answer.Why})";
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan another, TimeSpan third) =>
        TimeSpan.FromTicks(Math.Max(one.Ticks, Math.Max(another.Ticks, third.Ticks)));
}
