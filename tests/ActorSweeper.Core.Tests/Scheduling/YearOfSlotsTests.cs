using System.Text.Json;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Scheduling;

namespace ActorSweeper.Core.Tests.Scheduling;

/// <summary>A year of every schedule in the vectors, with downtimes: every slot has exactly one record.</summary>
public sealed class YearOfSlotsTests
{
    private const int MostFired = 300;

    private static readonly MissedSlotPolicy[] Policies =
        [new MissedSlotPolicy.Latest(TimeSpan.FromHours(6)), new MissedSlotPolicy.Skip(), new MissedSlotPolicy.All(10)];

    private static readonly Dictionary<int, (CronExpression Expression, TimeZoneInfo Zone, DateTimeOffset After)> Known =
        Read().ToDictionary(vector => vector.Id, vector => (vector.Expression, vector.Zone, vector.After));

    public static TheoryData<int> Vectors => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_slot_ends_once(int id)
    {
        var (expression, zone, after) = Known[id];
        var trigger = new ScheduleTrigger.Cron(expression, zone);
        var schedule = new Schedule("s", trigger, Policies[id % 3], id % 4 == 0 ? TimeSpan.FromSeconds(40) : TimeSpan.Zero);
        var random = new Random(id);
        var (state, now, end) = (new ScheduleState(trigger.Text, after, null, null, null, null), after, after.AddYears(1));
        using var slots = expression.After(after, zone).GetEnumerator();
        var fired = 0;
        while (now < end)
        {
            switch (SlotRules.Decide(schedule, state, now))
            {
                case SlotDecision.Wait { Until: { } until }:
                    // Mostly punctual; sometimes down for up to two months, and more and more as the year's slots are many.
                    var isDown = random.Next(40) == 0 || fired > MostFired;
                    now = until + (isDown ? TimeSpan.FromDays(random.NextDouble() * random.NextDouble() * 60) : TimeSpan.Zero);
                    break;
                case SlotDecision.Wait:
                    now = end;
                    break;
                case SlotDecision.Fire fire:
                    fired++;
                    Next(slots).ShouldBe(fire.Slot);
                    fire.Slot.ShouldBeLessThanOrEqualTo(now);
                    state = state with { Cursor = fire.Slot };
                    break;
                case SlotDecision.Pass pass:
                    pass.End.ShouldBe(SlotEnd.Missed);
                    pass.Count.ShouldBePositive();
                    Next(slots).ShouldBe(pass.First);
                    for (var more = pass.Count - 1; more > 0; more--) slots.MoveNext();
                    slots.Current.ShouldBe(pass.Last);
                    pass.Last.ShouldBeLessThanOrEqualTo(now);
                    state = state with { Cursor = pass.Last };
                    break;
                default:
                    throw new InvalidOperationException("a schedule that has begun begins again");
            }
        }
    }

    private static DateTimeOffset Next(IEnumerator<DateTimeOffset> slots) => slots.MoveNext() ? slots.Current : DateTimeOffset.MaxValue;

    private static IEnumerable<(int Id, CronExpression Expression, TimeZoneInfo Zone, DateTimeOffset After)> Read()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "cron.json")));
        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            if (vector.TryGetProperty("error", out _)) continue;
            if (!CronExpression.TryParse(vector.GetProperty("expression").GetString(), out var expression, out _)) continue;
            yield return (
                vector.GetProperty("id").GetInt32(),
                expression,
                Core.Time.Zones.Find(vector.GetProperty("zone").GetString()!),
                vector.GetProperty("after").GetDateTimeOffset());
        }
    }
}
