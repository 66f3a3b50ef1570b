using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Scheduling;

/// <summary>When the slots of a schedule are. The cases are the nested records.</summary>
public abstract record ScheduleTrigger
{
    private ScheduleTrigger()
    {
    }

    /// <summary>The trigger as text. Another text is another trigger: a schedule whose trigger has changed begins anew.</summary>
    public abstract string Text { get; }

    /// <summary>The first slot after an instant; null when the calendar ends before it.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset after);

    /// <summary>The newest slot in a stretch of time, both ends included; null when it holds none.</summary>
    public abstract DateTimeOffset? Latest(DateTimeOffset from, DateTimeOffset until);

    /// <summary>How many slots a stretch of time holds, both ends included, and the last one that was counted.</summary>
    /// <param name="from">A slot.</param>
    /// <param name="until">Not before it.</param>
    /// <param name="most">At least 1: beyond so many the count ends.</param>
    public abstract (long Count, DateTimeOffset Last) Count(DateTimeOffset from, DateTimeOffset until, int most);

    /// <summary>Slots by a cron expression on the wall clock of a zone.</summary>
    /// <param name="Expression">The expression.</param>
    /// <param name="Zone">The zone. Hours that its clock skips or repeats are handled as <see cref="CronExpression"/> says.</param>
    public sealed record Cron(CronExpression Expression, TimeZoneInfo Zone) : ScheduleTrigger
    {
        /// <inheritdoc/>
        public override string Text => $"{Expression.Text} in {Zone.Id}";

        /// <inheritdoc/>
        public override DateTimeOffset? Next(DateTimeOffset after) => Expression.Next(after, Zone);

        /// <inheritdoc/>
        public override DateTimeOffset? Latest(DateTimeOffset from, DateTimeOffset until) => Expression.Latest(from, until, Zone);

        /// <inheritdoc/>
        public override (long Count, DateTimeOffset Last) Count(DateTimeOffset from, DateTimeOffset until, int most)
        {
            var (count, last) = (1L, from);
            while (count < most && Next(last) is { } next && next <= until) (count, last) = (count + 1, next);
            return (count, last);
        }
    }

    /// <summary>
    /// Slots at the multiples of an interval since 1970, so that every host and every start finds the same ones.
    /// </summary>
    /// <param name="Interval">At least a second.</param>
    public sealed record Every(TimeSpan Interval) : ScheduleTrigger
    {
        /// <inheritdoc/>
        public override string Text => $"every {Durations.Text(Interval)}";

        /// <inheritdoc/>
        public override DateTimeOffset? Next(DateTimeOffset after)
        {
            var number = Math.DivRem(after.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, Interval.Ticks, out var rest) - (rest < 0 ? 1 : 0);
            var next = DateTimeOffset.UnixEpoch.Ticks + (Int128)(number + 1) * Interval.Ticks;
            return next > DateTimeOffset.MaxValue.Ticks ? null : new DateTimeOffset((long)next, TimeSpan.Zero);
        }

        /// <inheritdoc/>
        public override DateTimeOffset? Latest(DateTimeOffset from, DateTimeOffset until)
        {
            var latest = Next(until.AddTicks(-Interval.Ticks));
            return latest >= from ? latest : null;
        }

        /// <inheritdoc/>
        public override (long Count, DateTimeOffset Last) Count(DateTimeOffset from, DateTimeOffset until, int most)
        {
            var further = (until - from).Ticks / Interval.Ticks;
            return (further + 1, from.AddTicks(further * Interval.Ticks));
        }
    }
}
