using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Artifacts;

/// <summary>A table of cases: one file in a v1 installation, its age, and what becomes of it. The session of id ...01 is active.</summary>
public sealed class CaseTests : ArtifactsTest
{
    private const string Agent = "data/sessions/main/.claude/";
    private const string Project = Agent + "projects/-workspace-group/";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static readonly (string Path, TimeSpan Age, string Expected)[] Cases =
    [
        // Each type at its window: exactly as old stays, older goes.
        (Project + Done + ".jsonl", Days(7), ""),
        (Project + Done + ".jsonl", Days(7) + Tick, "delete"),
        (Agent + "debug/" + Done + ".txt", Days(3), ""),
        (Agent + "debug/" + Done + ".txt", Days(3) + Tick, "delete"),
        (Agent + $"todos/{Done}-agent-{Done}.json", Days(3), ""),
        (Agent + $"todos/{Done}-agent-{Done}.json", Days(3) + Second, "delete"),
        (Agent + $"telemetry/1p_failed_events.{Done}.{Other}.json", Days(7), ""),
        (Agent + $"telemetry/1p_failed_events.{Done}.{Other}.json", Days(7) + Second, "delete"),
        ("groups/main/logs/container-2026-01-02.log", Days(7), ""),
        ("groups/main/logs/container-2026-01-02.log", Days(7) + Second, "delete"),
        ("groups/main/logs/2026/01/deep.log", Days(8), "delete"),

        // Protection by exact id.
        (Project + Active + ".jsonl", Days(400), "keep"),
        (Project + Active + "x.jsonl", Days(400), "delete"),
        (Project + "x" + Active + ".jsonl", Days(400), "delete"),
        (Project + Active[..^1] + ".jsonl", Days(400), "delete"),
        (Project + Active.ToUpperInvariant() + ".jsonl", Days(400), "delete"),
        (Agent + "debug/" + Active + ".txt", Days(30), "keep"),
        (Agent + "debug/" + Active + "0.txt", Days(30), "delete"),
        (Agent + "debug/" + Active + ".txt.1", Days(30), "keep"),
        (Agent + $"todos/{Active}-agent-{Done}.json", Days(30), "keep"),
        (Agent + $"todos/{Done}-agent-{Active}.json", Days(30), "keep"),
        (Agent + $"todos/{Done}-agent-{Other}.json", Days(30), "delete"),
        (Agent + $"telemetry/1p_failed_events.{Active}.{Other}.json", Days(30), "keep"),
        (Agent + $"telemetry/events-{Active}.json", Days(30), "keep"),
        (Agent + $"telemetry/events-{Active}1.json", Days(30), "delete"),
        ($"groups/main/logs/{Active}.log", Days(30), "delete"),

        // What no rule names.
        (Agent + "debug/latest", Days(30), ""),
        (Agent + "debug/latest.txt", Days(30), "delete"),
        (Agent + "settings.json", Days(400), ""),
        (Agent + "projects/-other/" + Done + ".jsonl", Days(400), ""),
        (Project + "notes.txt", Days(400), ""),
        (Project + "memory.json", Days(400), ""),
        ("data/other/main/.claude/debug/a.txt", Days(400), ""),
        ("groups/main/CLAUDE.md", Days(400), ""),
        ("data/sessions/main/.claude/debug/sub/a.txt", Days(400), ""),

        // Ages that are none.
        (Agent + "debug/future.txt", -Days(1), "keep"),
        (Agent + "debug/ahead.txt", -TimeSpan.FromSeconds(30), ""),
        (Agent + "debug/1960.txt", Days(365 * 66), "delete"),

        // Names.
        (Agent + "debug/.hidden", Days(4), "delete"),
        (Agent + "debug/with space ü.txt", Days(4), "delete"),
        ("data/sessions/Gruppe ü/.claude/debug/a.txt", Days(4), "delete"),
    ];

    public static TheoryData<int> Numbers() => new(Enumerable.Range(0, Cases.Length));

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_file_goes_stays_or_is_told_about(int number)
    {
        var (relative, age, expected) = Cases[number];
        var path = Put(relative, age);
        var janitor = Janitor();
        var (plan, outcomes) = await RunAsync(janitor);
        plan.Errors.ShouldBeEmpty();
        File.Exists(path).ShouldBe(expected != "delete", $"{relative} at {age}");
        if (expected.Length == 0)
        {
            plan.Items.ShouldBeEmpty();
            return;
        }

        var item = plan.Items.ShouldHaveSingleItem();
        item.Path.ShouldBe(path);
        item.Action.ShouldBe(expected == "delete" ? JanitorAction.Delete : JanitorAction.Keep);
        item.Reason.ShouldNotBeEmpty();
        item.Bytes.ShouldBe(expected == "delete" ? 5 : 0);
        outcomes.ShouldHaveSingleItem().ShouldBe(ItemOutcome.Done(item));
        janitor.Summarize(plan, outcomes).ShouldBe(
            expected == "delete" ? "1 deleted, 0 kept; 5 bytes freed" : "0 deleted, 1 kept; 0 bytes freed");
    }

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days);
}
