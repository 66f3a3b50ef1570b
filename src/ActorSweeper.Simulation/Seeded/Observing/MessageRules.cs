using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.Seeded.Agents;

namespace ActorSweeper.Simulation.Seeded.Observing;

/// <summary>
/// What may happen to messages: none is lost or in two states, none given out again before its holder is gone, each lost claim is
/// charged once, what is done stays done, and a series has one open occurrence and never dies.
/// </summary>
internal sealed class MessageRules(Stage stage)
{
    /// <summary>Watches a session's files.</summary>
    public void Watch(SessionStage session)
    {
        session.Files.Changed = (change, before, after) =>
        {
            if (before is not null && after is not null) Changed(session, change, before, after);
        };
        session.Files.Dropped = claim => Dropped(session, claim);
    }

    // --- what agents do ---

    /// <summary>An agent comes up: what its predecessor held must have been dealt with, for the runner now forgets it.</summary>
    public void Boots(Agent agent)
    {
        if (!stage.Witness.Journal.IsOnRecord)
        {
            // While the journal cannot be written a message is not given up, its claim stays, and it may get another run.
            foreach (var lost in agent.Session.Truths.Values) lost.IsLost = false;
            return;
        }

        if (agent.Session.Files.Claims.FirstOrDefault() is { } left)
            Found(
                "claims-left-at-start", agent.Session, $"{agent.Container.Id} came up while the claim of {left.MessageId} was still there");
    }

    public void Claims(Agent agent, Message message)
    {
        var truth = Of(agent.Session, message.Id);
        if (truth.Holder is { IsGone: false } other)
            Found("two-holders", agent.Session, $"{message.Id} was claimed by {agent.Container.Id} while {other.Container.Id} holds it");
        if (truth.IsLost)
            Found("loss-not-counted", agent.Session, $"{message.Id} was claimed again, and the claim that was lost before is not counted");
        truth.Holder = agent;
    }

    public void Answers(Agent agent, string message) => Of(agent.Session, message).IsAnswered = true;

    public void Acknowledges(Agent agent, string message, bool isFailed)
    {
        var truth = Of(agent.Session, message);
        truth.Holder = null;
        truth.Acknowledged.Add(isFailed ? stage.Settings.Limits.FailedAcks : MessageStatus.Completed);
    }

    /// <summary>An agent is gone: what it held is lost.</summary>
    public void Ended(Agent agent)
    {
        foreach (var message in agent.Claims.Keys)
        {
            var truth = Of(agent.Session, message);
            if (truth.Holder != agent) continue;
            (truth.Holder, truth.IsLost) = (null, true);
        }
    }

    /// <summary>An operator has ordered another run.</summary>
    public void Ordered(SessionStage session) => session.OrderedRetry = true;

    // --- what the host does ---

    private void Changed(SessionStage session, MessageChange change, Message before, Message after)
    {
        var id = change.MessageId;
        var truth = Of(session, id);
        var what = change.GetType().Name.ToLowerInvariant();
        stage.Note($"{session.Name} host: {what} {id}: {before.Status}/{before.Tries} -> {after.Status}/{after.Tries}");
        if (before.Status == MessageStatus.Completed && after.Status != MessageStatus.Completed)
            Found("completed-changed", session, $"{id} was completed and is {after.Status}");
        if (change is MessageChange.Retry or MessageChange.Fail or MessageChange.Close && RunningAgent(session) is { } running)
            Found("given-back-early", session, $"{what} of {id} while {running.Container.Id} runs");
        switch (change)
        {
            case MessageChange.Carry:
                Carried(session, truth, after);
                break;
            case MessageChange.Retry:
                Retried(session, truth, before, after);
                break;
            case MessageChange.Close when !truth.IsAnswered:
                Found("closed-without-answer", session, $"{id} was completed without an answer");
                break;
            case MessageChange.Fail:
                GivenUp(session, truth, before);
                break;
            case MessageChange.Revive when !session.OrderedRetry:
                Found("revived-unasked", session, $"{id} has another run, and nobody ordered it");
                break;
            case MessageChange.Recur:
                Recurred(session, before, after);
                break;
        }

        if (change is MessageChange.Revive) truth.Acknowledged.Clear();
        if (change is not MessageChange.Recur) truth.IsLost = false;
        if (after.Status == MessageStatus.Completed) session.Truths.Remove(id);
        if (after.Status == MessageStatus.Pending) stage.Agenda.Enter(stage.Now, () => stage.Crew.Poke(session));
    }

    private void Carried(SessionStage session, MessageTruth truth, Message after)
    {
        if (session.Files.Acknowledged(after.Id) is null)
            Found("carried-without-ack", session, $"{after.Id} became {after.Status} without an ack");
        else if (!truth.Acknowledged.Contains(after.Status))
            Found("carried-otherwise", session, $"{after.Id} is {after.Status}, and nobody has acknowledged it so");
    }

    private void Retried(SessionStage session, MessageTruth truth, Message before, Message after)
    {
        stage.Tally.Retries++;
        var most = stage.Settings.Limits.Retries.MaxTries;
        if (!truth.IsLost) Found("charged-without-loss", session, $"try {after.Tries} of {after.Id} was charged, and no claim was lost");
        if (truth.IsAnswered) Found("answered-repeated", session, $"{after.Id} was answered and is to be repeated");
        if (after.Tries != before.Tries + 1)
            Found("charged-wrongly", session, $"{after.Id} went from {before.Tries} to {after.Tries} tries");
        if (after.Tries > most) Found("too-many-tries", session, $"{after.Id} has {after.Tries} tries of {most}");
    }

    private void GivenUp(SessionStage session, MessageTruth truth, Message before)
    {
        stage.Tally.DeadLetters++;
        var limits = stage.Settings.Limits;
        var usedUp = truth.IsLost && before.Tries >= limits.Retries.MaxTries && !truth.IsAnswered;
        var late = stage.WallNow - before.DueAt;
        var expired = late > limits.MaxPendingAge || (before.Recurrence is not null
            && limits.MissedRuns is MissedRunPolicy.Skip skip && late > skip.Grace);
        if (!usedUp && !expired)
            Found("given-up-early", session, $"{before.Id} was given up after {before.Tries} of {limits.Retries.MaxTries} tries");
        stage.Witness.Journal.GivesUp(session, before.Id);
    }

    private void Recurred(SessionStage session, Message before, Message after)
    {
        stage.Tally.Messages++;
        var series = before.SeriesId ?? before.Id;
        var open = session.Files.OpenMessages
            .Where(message => message is { Status: MessageStatus.Pending, Recurrence: not null }
                && (message.SeriesId ?? message.Id) == series)
            .ToList();
        if (before.Status == MessageStatus.Pending)
            Found("moved-on-early", session, $"{before.Id} was not finished, and its series went on");
        if (after.Recurrence is not null) Found("series-doubled", session, $"{before.Id} has moved on and still has its recurrence");
        if (open.Count != 1) Found(
            open.Count == 0 ? "series-died" : "series-doubled",
            session,
            $"series {series} has {open.Count} open occurrences: {string.Join(' ', open.Select(message => message.Id))}");
        foreach (var next in open) stage.Note($"{session.Name} next of {series}: {next.Id} due {next.DueAt:yyyy-MM-dd HH:mm}");
    }

    private void Dropped(SessionStage session, Claim claim)
    {
        var truth = Of(session, claim.MessageId);
        if (RunningAgent(session) is { } running)
            Found("given-back-early", session, $"the claim of {claim.MessageId} was dropped while {running.Container.Id} runs");
        var message = session.Files.Messages.GetValueOrDefault(claim.MessageId);
        // Where its retry is scheduled already the claim goes, and nothing is charged.
        if (truth.IsLost && message is { Status: MessageStatus.Pending } && !(message.ProcessAfter > stage.WallNow))
            Found("loss-not-counted", session, $"the claim of {claim.MessageId} was dropped, and nothing was decided about it");
        truth.IsLost = false;
    }

    // --- looking again ---

    /// <summary>At most one open occurrence per series, whatever has changed it.</summary>
    public void Audit(SessionStage session)
    {
        if (session.AuditedVersion == session.Files.Version) return;
        session.AuditedVersion = session.Files.Version;
        foreach (var series in session.Files.OpenMessages.Where(message =>
            message is { Status: MessageStatus.Pending, Recurrence: not null })
            .GroupBy(message => message.SeriesId ?? message.Id).Where(series => series.Count() > 1))
            Found("series-doubled", session, $"series {series.Key} has {series.Count()} open occurrences");
    }

    /// <summary>From now on nothing fails: what is open now must come to an end.</summary>
    public void FaultsEnd(SessionStage session)
    {
        foreach (var message in session.Files.OpenMessages) session.ToFinish.Add(message.Id);
    }

    /// <summary>What of a session is not finished; null when everything is.</summary>
    public string? Unrest(SessionStage session)
    {
        foreach (var message in session.Files.OpenMessages.Where(message => session.ToFinish.Contains(message.Id)))
        {
            var isGood = message.Recurrence is null || CronExpression.TryParse(message.Recurrence, out _, out _);
            if (message.Status != MessageStatus.Pending && isGood)
                return $"the series of {message.Id}, which is {message.Status}, does not go on";
            if (message.Status == MessageStatus.Pending && message.Triggers && !(message.ProcessAfter > stage.WallNow))
                return $"message {message.Id} is still pending";
        }

        foreach (var (id, truth) in session.Truths)
        {
            if (truth.IsLost && session.Files.Messages[id].Status == MessageStatus.Pending) return $"the lost claim of {id} is not counted";
        }

        return SeriesThatDied(session) ?? stage.Witness.Journal.Unrest(session);
    }

    private static string? SeriesThatDied(SessionStage session) => session.Series
        .Where(series => session.Files.OpenMessages.All(message => (message.SeriesId ?? message.Id) != series
            || message.Recurrence is null))
        .Select(series => $"series {series} is no more")
        .FirstOrDefault();

    private static Agent? RunningAgent(SessionStage session) => session.Agents.FirstOrDefault();

    private static MessageTruth Of(SessionStage session, string id)
    {
        if (!session.Truths.TryGetValue(id, out var truth)) session.Truths[id] = truth = new MessageTruth();
        return truth;
    }

    private void Found(string invariant, SessionStage session, string text) => stage.Witness.Found(invariant, session, text);
}

/// <summary>One message as it really is.</summary>
internal sealed class MessageTruth
{
    /// <summary>The agent that has it in hand.</summary>
    public Agent? Holder { get; set; }

    /// <summary>Whether its holder went without an ack, and that is not yet decided about.</summary>
    public bool IsLost { get; set; }

    public bool IsAnswered { get; set; }

    /// <summary>What its acks make of it: an agent may think twice.</summary>
    public HashSet<MessageStatus> Acknowledged { get; } = [];
}
