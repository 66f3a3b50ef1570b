using System.Diagnostics;
using System.Globalization;
using ActorSweeper.Host.Hosting;

namespace ActorSweeper.Host.Tests.Hosting;

public sealed class InstanceLockTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-lock-");

    private string Data => Path.Join(_folder.FullName, "data", "actorsweeper");

    private static string ThisProcess => Holder(Environment.ProcessId, Environment.MachineName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void F29_a_second_one_in_the_same_process_is_refused_and_told_who_holds_it()
    {
        using var held = InstanceLock.Take(Data, Noon);

        var refused = Should.Throw<DataDirectoryException>(() => InstanceLock.Take(Data, Noon.AddHours(1)));

        refused.Message.ShouldContain(Data);
        refused.Message.ShouldContain(ThisProcess);
        refused.Message.ShouldContain("stop it first");
    }

    [Fact]
    public async Task F29_a_second_host_in_another_process_ends_at_once_with_exit_code_2_or_3_and_names_the_holder()
    {
        var configuration = Configure();
        using var held = InstanceLock.Take(Data, Noon);

        var (code, error, took) = await RunHostAsync(configuration);

        code.ShouldBeOneOf(2, 3);
        error.ShouldContain(ThisProcess);
        error.ShouldNotContain("   at ");
        took.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        File.ReadAllText(Path.Join(Data, "host.holder")).ShouldBe(ThisProcess);
    }

    [Fact]
    public async Task F29_a_holder_that_has_ended_is_taken_over_whatever_its_file_says()
    {
        Directory.CreateDirectory(Data);
        // A process id that is alive again, as something else, means nothing either.
        foreach (var pid in new[] { 1, int.MaxValue })
        {
            await File.WriteAllTextAsync(Path.Join(Data, "host.holder"), Holder(pid, "elsewhere"), Cancellation);
            await File.WriteAllTextAsync(Path.Join(Data, "host.lock"), "", Cancellation);

            using var taken = InstanceLock.Take(Data, Noon);

            (await File.ReadAllTextAsync(Path.Join(Data, "host.holder"), Cancellation)).ShouldBe(ThisProcess);
        }
    }

    [Fact]
    public void Released_it_can_be_taken_again()
    {
        InstanceLock.Take(Data, Noon).Dispose();

        using var again = InstanceLock.Take(Data, Noon);
    }

    [Fact]
    public void Two_data_directories_do_not_get_in_each_others_way()
    {
        using var one = InstanceLock.Take(Data, Noon);
        using var other = InstanceLock.Take(Data + "-2", Noon);
    }

    [Fact]
    public void Of_many_that_ask_at_once_one_gets_it()
    {
        var taken = new InstanceLock?[16];
        Parallel.For(0, taken.Length, index =>
        {
            try
            {
                taken[index] = InstanceLock.Take(Data, Noon);
            }
            catch (DataDirectoryException)
            {
                // The others are refused.
            }
        });

        taken.OfType<InstanceLock>().ShouldHaveSingleItem().Dispose();
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_an_error_that_says_so_and_names_no_other_host()
    {
        File.WriteAllBytes(Path.Join(_folder.FullName, "data"), []);

        var refused = Should.Throw<DataDirectoryException>(() => InstanceLock.Take(Data, Noon));

        refused.Message.ShouldContain("cannot be written");
        refused.Message.ShouldNotContain("another actorsweeper");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Holder(int pid, string machine) =>
        string.Create(CultureInfo.InvariantCulture, $"pid {pid} on {machine} since 2026-03-01T12:00:00.000Z");

    private string Configure()
    {
        var file = Path.Join(_folder.FullName, "actorsweeper.conf");
        File.WriteAllText(
            file,
            $$"""
            actorsweeper {
              data-directory = "{{Data}}"
              sources.nanoclaw { root = "{{_folder.FullName}}", zone = UTC }
              containers.runtime = none
            }
            """);
        return file;
    }

    private static async Task<(int Code, string Error, TimeSpan Took)> RunHostAsync(string configuration)
    {
        var began = TimeProvider.System.GetTimestamp();
        var start = new ProcessStartInfo(Path.Join(AppContext.BaseDirectory, "actorsweeper"), ["run", "--config", configuration])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, error, TimeProvider.System.GetElapsedTime(began));
    }
}
