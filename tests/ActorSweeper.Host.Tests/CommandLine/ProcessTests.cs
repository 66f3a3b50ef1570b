using System.Diagnostics;

namespace ActorSweeper.Host.Tests.CommandLine;

/// <summary>What only shows with real pipes: the executable in a shell.</summary>
public sealed class ProcessTests
{
    private const string Question = "@daily\t\t2026-01-01T00:00:00Z";
    private const string Answer = """{"next":["2026-01-02T00:00:00.000Z"]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_has_seen_enough_ends_it_quietly()
    {
        // Both ends of the pipe are endless: only the closed output can end it.
        using var shell = Start("yes \"$QUESTION\" 2> /dev/null | ./actorsweeper cron - -n 1 | head -n 2");

        (await shell.StandardOutput.ReadToEndAsync(Cancellation)).ShouldBe($"{Answer}\n{Answer}\n");
        (await shell.StandardError.ReadToEndAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_line_is_answered_before_the_next_one_is_asked()
    {
        using var program = Start("exec ./actorsweeper cron - -n 1");

        for (var i = 0; i < 3; i++)
        {
            await program.StandardInput.WriteLineAsync(Question.AsMemory(), Cancellation);
            await program.StandardInput.FlushAsync(Cancellation);
            (await program.StandardOutput.ReadLineAsync(Cancellation)).ShouldBe(Answer);
        }

        program.StandardInput.Close();
        await program.WaitForExitAsync(Cancellation);
        program.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_a_failure_that_is_named()
    {
        using var shell = Start("./actorsweeper cron @daily > /dev/full");

        (await shell.StandardError.ReadToEndAsync(Cancellation)).ShouldStartWith("actorsweeper: cannot write to standard output: ");
        await shell.WaitForExitAsync(Cancellation);
        shell.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Two_runs_into_one_file_follow_each_other()
    {
        var file = Path.GetTempFileName();
        using var shell = Start("{ ./actorsweeper cron @daily -n 1; ./actorsweeper --version; } > \"$FILE\"", ("FILE", file));
        await shell.WaitForExitAsync(Cancellation);

        (await File.ReadAllLinesAsync(file, Cancellation)).Length.ShouldBe(2);
        File.Delete(file);
    }

    private static Process Start(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["QUESTION"] = Question;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
