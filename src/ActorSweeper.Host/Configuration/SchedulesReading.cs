using System.Diagnostics.CodeAnalysis;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Scheduling;
using ActorSweeper.Core.Spelling;

namespace ActorSweeper.Host.Configuration;

/// <summary>Reads what happens again and again.</summary>
internal static class SchedulesReading
{
    private const string Key = "schedules";
    private const string Expected = "expected a section, { ... }";

    /// <summary>Reads the schedules.</summary>
    /// <param name="section">The section that holds them, and what they have in common.</param>
    /// <param name="janitors">The names of all janitors: each may have a schedule.</param>
    public static IReadOnlyList<Schedule> Schedules(this SettingReader section, IReadOnlyList<string> janitors)
    {
        IReadOnlyList<string> names = [ScheduleNames.Recurrence, ScheduleNames.DailyPrune, .. janitors];
        foreach (var (name, node) in section.Members(Key, Expected).Where(member => !names.Contains(member.Key, StringComparer.Ordinal)))
        {
            var problem = $"there is no such schedule; there are {string.Join(", ", names)}";
            section.Note($"{section.PathOf(Key)}.{SettingText.Key(name)}", name, node, problem, Nearest.To(name, names));
        }

        var schedules = new List<Schedule>();
        foreach (var (name, one) in section.Named(Key, section.Section("schedule-defaults")))
        {
            if (Trigger(one) is { } trigger && Missed(one) is var missed)
                schedules.Add(new Schedule(name, trigger, missed, one.Duration("jitter", "0s", "1d"), Paused(one)));
        }

        return schedules;
    }

    /// <summary>A cron expression or an interval: whichever the user has set over a default of the other kind.</summary>
    private static ScheduleTrigger? Trigger(SettingReader section)
    {
        var zone = section.Zone("zone");
        var cron = section.IsOff("cron")
            ? null
            : section.Value<CronExpression>("cron", Parse, "a cron expression of 5 or 6 fields such as \"0 4 * * *\", or off");
        var every = section.DurationOrOff("every", "1s", "366d");
        if (!section.IsSound("cron") || !section.IsSound("every")) return null;
        if (cron is not null && every is not null && IsDefault(section, "cron") == IsDefault(section, "every"))
        {
            section.Note("every", "expected either cron or every, not both; set the other one to off");
            return null;
        }

        var isCron = cron is not null && (every is null || !IsDefault(section, "cron"));
        return isCron ? new ScheduleTrigger.Cron(cron!, zone) : every is { } interval ? new ScheduleTrigger.Every(interval) : null;
    }

    private static bool Parse(string text, [MaybeNullWhen(false)] out CronExpression expression) =>
        CronExpression.TryParse(text, out expression, out _);

    private static bool IsDefault(SettingReader section, string key) =>
        section.Find(key) is not var (_, node) || section.Shown(node).IsDefault;

    private static MissedSlotPolicy Missed(SettingReader section)
    {
        var (window, cap) = (section.Duration("window", "1s", "366d"), section.Whole("cap", 1, 100));
        return section.Word<MissedSlotPolicy>(
            "missed",
            ("latest", new MissedSlotPolicy.Latest(window)),
            ("skip", new MissedSlotPolicy.Skip()),
            ("all", new MissedSlotPolicy.All(cap)));
    }

    private static string? Paused(SettingReader section)
    {
        var why = section.IsOff("paused") ? null : section.Text("paused", text => text.Length > 0, "the reason of the pause, or off");
        return string.IsNullOrEmpty(why) ? null : why;
    }
}
