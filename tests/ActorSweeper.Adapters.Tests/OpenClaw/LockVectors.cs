using System.Text.Json;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

public sealed class LockVectors : OpenClawTest
{
    private const int Nobody = int.MaxValue;

    private static readonly IReadOnlyList<JsonElement> Cases =
        [.. Vectors.File.GetProperty("storeLock").GetProperty("cases").EnumerateArray()];

    // What each case's lock file holds: the pid, the age of createdAt, and the age of the file; null is not said.
    private static readonly Dictionary<string, (int? Pid, int? Age, int FileAge)> Files = new(StringComparer.Ordinal)
    {
        ["live pid, created now"] = (Environment.ProcessId, 0, 0),
        ["live pid, created 31 s ago"] = (Environment.ProcessId, 31, 0),
        ["live pid, created 29 s ago (turns stale while waiting)"] = (Environment.ProcessId, 29, 0),
        ["dead pid, created now"] = (Nobody, 0, 0),
        ["empty lock file, fresh mtime"] = (null, null, 0),
        ["empty lock file, mtime 31 s ago"] = (null, null, 31),
        ["no pid, createdAt 31 s ago, fresh mtime"] = (null, 31, 0),
        ["no createdAt, live pid, fresh mtime"] = (Environment.ProcessId, null, 0),
        ["no createdAt, dead pid, fresh mtime"] = (Nobody, null, 0),
    };

    public static TheoryData<string> LockFiles => new(Cases.Select(static row => row.GetProperty("lockFile").GetString()!));

    [Fact]
    public void The_file_has_9_cases() => Cases.Count.ShouldBe(9);

    [Theory]
    [MemberData(nameof(LockFiles))]
    public async Task A_lock_file_is_waited_for_or_taken_away_as_in_the_original(string name)
    {
        var expected = Cases.Single(row => row.GetProperty("lockFile").GetString() == name);
        var begin = TimeProvider.System.GetUtcNow();
        var time = new VirtualNow(begin);
        Prepare(Files[name], begin);

        var (plan, outcomes) = await RunAsync(Janitor(time: time));

        plan.Items.Count(static item => item.Action == JanitorAction.Drop).ShouldBe(1);
        var outcome = outcomes[0];
        outcome.IsFailed.ShouldBe(!expected.GetProperty("swept").GetBoolean());
        (outcome.Did == JanitorAction.Drop ? 1 : 0).ShouldBe(expected.GetProperty("pruned").GetInt32());
        File.Exists(Store + ".lock").ShouldBe(expected.GetProperty("lockFileLeft").GetBoolean());
        switch (expected.GetProperty("waits").GetString())
        {
            case "no":
                time.Passed.ShouldBe(TimeSpan.Zero);
                break;
            case "about 1 s":
                time.Passed.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
                break;
            default:
                time.Passed.ShouldBe(TimeSpan.FromSeconds(10));
                var message = expected.GetProperty("warning").GetString()!.Split("Error: ")[1]
                    .Replace("<pid>", $"{Environment.ProcessId}").Replace("{STORE}", Sessions);
                outcome.Note.ShouldNotBeNull().ShouldContain(message);
                break;
        }
    }

    [Fact]
    public async Task While_it_is_held_the_lock_file_says_by_whom_and_since_when()
    {
        Prepare((null, null, 0), Now);
        File.Delete(Store + ".lock");
        string? held = null;
        Entering = step => held = step == Adapters.OpenClaw.StoreStep.Replace ? File.ReadAllText(Store + ".lock") : held;
        await RunAsync(Janitor(time: new VirtualNow(Now)));
        var start = File.ReadAllText("/proc/self/stat").Split(' ')[21];
        held.ShouldBe(
            $"{{\n  \"pid\": {Environment.ProcessId},\n  \"createdAt\": \"2026-03-10T12:00:00.000Z\",\n  \"starttime\": {start}\n}}");
        File.Exists(Store + ".lock").ShouldBeFalse();
    }

    [Fact]
    public async Task A_pid_that_belongs_to_another_process_now_holds_nothing()
    {
        Prepare((null, null, 0), Now);
        await File.WriteAllTextAsync(
            Store + ".lock",
            $$"""{"pid":{{Environment.ProcessId}},"createdAt":"2026-03-10T12:00:00.000Z","starttime":1}""",
            TestContext.Current.CancellationToken);
        var (_, outcomes) = await RunAsync(Janitor());
        outcomes[0].Did.ShouldBe(JanitorAction.Drop);
    }

    [Fact]
    public async Task A_lock_that_was_taken_away_meanwhile_keeps_us_from_replacing_the_store()
    {
        Prepare((null, null, 0), Now);
        File.Delete(Store + ".lock");
        var isStolen = false;
        Entering = step =>
        {
            if (step != Adapters.OpenClaw.StoreStep.Compare || isStolen) return;
            isStolen = true;
            File.Delete(Store + ".lock");
        };
        var (_, outcomes) = await RunAsync(Janitor());
        outcomes[0].Did.ShouldBe(JanitorAction.Drop);
        Steps.Count(static step => step == Adapters.OpenClaw.StoreStep.Lock).ShouldBe(2);
        Steps.Count(static step => step == Adapters.OpenClaw.StoreStep.Replace).ShouldBe(1);
    }

    private void Prepare((int? Pid, int? Age, int FileAge) file, DateTimeOffset now)
    {
        File.WriteAllText(Store, """{"agent:main:cron:j:run:1":{"sessionId":"x","updatedAt":1}}""");
        var fields = new List<string>();
        if (file.Pid is { } pid) fields.Add($"\"pid\": {pid}");
        if (file.Age is { } age)
        {
            var created = (now - TimeSpan.FromSeconds(age)).UtcDateTime;
            fields.Add($"\"createdAt\": \"{created:yyyy-MM-dd'T'HH:mm:ss.fff}Z\"");
        }


        File.WriteAllText(Store + ".lock", fields.Count == 0 ? "" : $"{{\n  {string.Join(",\n  ", fields)}\n}}");
        File.SetLastWriteTimeUtc(Store + ".lock", (now - TimeSpan.FromSeconds(file.FileAge)).UtcDateTime);
    }
}
