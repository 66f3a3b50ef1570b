using System.Globalization;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Explaining;

/// <summary>How the rules of waking stand. All of them are looked at, whichever comes first.</summary>
internal sealed class WakeFindings
{
    private readonly SessionSnapshot _snapshot;
    private readonly SessionLimits _limits;
    private readonly DateTimeOffset _now;
    private readonly WaitingMessages _waiting;

    /// <param name="snapshot">What is known.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="messages">The messages as they stand after the plan's changes.</param>
    /// <param name="now">The instant, by the wall clock.</param>
    public WakeFindings(SessionSnapshot snapshot, SessionLimits limits, IEnumerable<Message> messages, DateTimeOffset now)
    {
        (_snapshot, _limits, _now) = (snapshot, limits, now);
        _waiting = WakeRules.Waiting(messages, now);
    }

    /// <summary>The finding at which the chain ends.</summary>
    public string Deciding => WakeRules.FirstHold(_waiting, _snapshot, _now) switch
    {
        WakeHold.Barrier => RuleNames.WakeBarrier,
        WakeHold.Quarantine => RuleNames.Quarantine,
        WakeHold.StartBackoff => RuleNames.StartBackoff,
        _ => RuleNames.Due,
    };

    /// <summary>Says of all of these rules why they are not asked.</summary>
    public static void NotAsked(FindingList findings, string why) =>
        findings.NotAsked(why, RuleNames.Due, RuleNames.WakeBarrier, RuleNames.Quarantine, RuleNames.StartBackoff);

    public void AddTo(FindingList findings)
    {
        findings.Add(Due());
        findings.Add(new Finding(RuleNames.WakeBarrier, WakeRules.IsBarred(_snapshot), _snapshot.Session.WakeBarrier ?? "none"));
        findings.Add(Quarantine());
        findings.Add(StartBackoff());
    }

    private Finding Due()
    {
        if (_waiting.Oldest is not { } oldest)
        {
            var observed = _waiting.Next is null ? "nothing waits" : "nothing is due yet";
            return new Finding(RuleNames.Due, false, observed, ChangesAt: _waiting.Next);
        }

        var due = Number(_waiting.Count);
        return oldest.DueAt == DateTimeOffset.MinValue
            ? new Finding(RuleNames.Due, true, $"{due} due, since when is not known")
            : new Finding(RuleNames.Due, true, $"{due} due, the oldest since {Timestamp.ToIso(oldest.DueAt)}", _now - oldest.DueAt);
    }

    private Finding Quarantine()
    {
        var crashes = _snapshot.Crashes;
        if (WakeRules.IsQuarantined(_snapshot, _now))
        {
            var pause = $"its containers keep dying: pause {Number(crashes.Quarantines)} in a row";
            return new Finding(RuleNames.Quarantine, true, pause, ChangesAt: crashes.Until);
        }

        if (_limits.Crashes.Intensity is not { } intensity) return new Finding(RuleNames.Quarantine, false, "off");
        var period = _limits.Crashes.Period;
        var deaths = crashes.Deaths.Count(death => _now - death < period);
        var observed = $"{Number(deaths)} deaths within {Durations.Text(period)}, at most {Number(intensity)}";
        return new Finding(RuleNames.Quarantine, false, observed);
    }

    private Finding StartBackoff()
    {
        var starts = _snapshot.Starts;
        var observed = starts.Failures == 0 ? "no failed start" : $"failed {Number(starts.Failures)} times in a row: {starts.LastError}";
        var waits = WakeRules.BacksOff(_snapshot, _now);
        return new Finding(RuleNames.StartBackoff, waits, observed, ChangesAt: waits ? starts.NotBefore : null);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
