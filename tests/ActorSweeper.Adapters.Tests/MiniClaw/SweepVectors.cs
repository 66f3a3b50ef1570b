using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.MiniClaw;

/// <summary>Whole sweeps of <c>miniclaw-ttl-cases.json</c> through the real janitor on real files.</summary>
public sealed partial class SweepVectors : MiniClawTest
{
    private const uint Nobody = 65534;

    private static readonly Dictionary<string, JsonElement> Cases = Vectors.Read()
        .GetProperty("cases").EnumerateArray().ToDictionary(found => found.GetProperty("name").GetString()!);

    public static TheoryData<string> Names() => new(Cases.Keys);

    [Fact]
    public void There_are_nineteen_sweeps() => Cases.Count.ShouldBe(19);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sweep_does_what_the_vector_says(string name)
    {
        var sweep = Cases[name];
        var expected = sweep.GetProperty("expected");
        // A .NET clock has 100 ns: what is missing to the vector's now is taken from the session's time instead. Its text is then
        // longer, and so are the bytes.
        var now = sweep.GetProperty("now").GetString()!;
        var beyond = now.EndsWith("000001Z", StringComparison.Ordinal) && !now.EndsWith(".0000001Z", StringComparison.Ordinal);
        if (sweep.GetProperty("filesBefore").ValueKind == JsonValueKind.Array)
        {
            Directory.CreateDirectory(Sessions);
            Write(sweep.GetProperty("filesBefore"), beyond ? ("2026-03-01T12:00:00Z", "2026-03-01T11:59:59.999999999Z") : null);
        }

        var readOnly = sweep.TryGetProperty("directoryReadOnly", out _);
        var (plan, outcomes, summary) = readOnly
            ? AsNobody(() => Sweep(Janitor(Instant(now))))
            : Sweep(Janitor(Instant(now)), () =>
            {
                if (sweep.TryGetProperty("betweenScanAndDelete", out var changes))
                    Write(changes, null);
            });

        if (expected.TryGetProperty("error", out var error))
        {
            plan.Errors.Single().ShouldStartWith(error.GetString()!.Replace("<sessions dir>", Sessions, StringComparison.Ordinal));
            return;
        }

        var bytes = expected.GetProperty("bytesFreed").GetInt64() + (beyond ? 10 : 0);
        plan.Rules.Single().Seen.ShouldBe(expected.GetProperty("sessionsScanned").GetInt32());
        summary.ShouldBe($"Session cleanup complete: {expected.GetProperty("sessionsDeleted").GetInt32()} deleted, {bytes} bytes freed");
        outcomes.Count(outcome => outcome.IsFailed).ShouldBe(
            expected.TryGetProperty("errorsLogged", out var logged) ? logged.GetInt32() : 0);
        Texts(expected, "kept").Order().ShouldBe(
            new DirectoryInfo(Sessions).EnumerateFileSystemInfos().Select(entry => entry.Name).Order());
        outcomes.Where(outcome => outcome.Did == JanitorAction.Delete).Select(outcome => Path.GetFileName(outcome.Item.Path)).Order()
            .ShouldBe(Texts(expected, "deleted").Order());
        foreach (var outside in Directory.EnumerateFiles(Around))
            File.ReadAllText(outside).Length.ShouldBe(176, "what a link pointed to stays");
    }

    private void Write(JsonElement files, (string From, string To)? change)
    {
        foreach (var file in files.EnumerateArray())
        {
            var path = Path.Combine(Sessions, file.GetProperty("path").GetString()!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (file.TryGetProperty("directory", out _)) Directory.CreateDirectory(path);
            else if (file.TryGetProperty("removed", out _)) File.Delete(path);
            else if (file.TryGetProperty("symlinkTo", out var target)) File.CreateSymbolicLink(path, target.GetString()!);
            else
            {
                var text = file.GetProperty("content").GetString()!;
                if (change is var (from, to))
                    text = text.Replace(from, to, StringComparison.Ordinal);
                File.WriteAllText(path, text, new UTF8Encoding(false));
            }

            if (file.TryGetProperty("mtime", out var modified))
                File.SetLastWriteTimeUtc(path, modified.GetDateTime());
        }
    }

    /// <summary>On this thread, without root's right to write anywhere.</summary>
    private (JanitorPlan Plan, IReadOnlyList<ItemOutcome> Outcomes, string Summary) AsNobody(
        Func<(JanitorPlan Plan, IReadOnlyList<ItemOutcome> Outcomes, string Summary)> sweep)
    {
        const UnixFileMode ReadAll = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(Around, ReadAll | UnixFileMode.UserWrite);
        File.SetUnixFileMode(Sessions, ReadAll);
        var before = SetFileUser(Nobody);
        try
        {
            return sweep();
        }
        finally
        {
            SetFileUser((uint)before);
            File.SetUnixFileMode(Sessions, ReadAll | UnixFileMode.UserWrite);
        }
    }

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static IEnumerable<string> Texts(JsonElement expected, string name) =>
        expected.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetFileUser(uint user);
}
