using System.CommandLine;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Host.Hosting;
using ActorSweeper.Supervision;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>run</c>: the long-running host.</summary>
internal static class RunCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var command = new DocumentedCommand(
            "run",
            "Supervises all sessions until it is told to end. SIGTERM and Ctrl-C: it takes no more work, finishes what is in hand within"
                + " shutdown.drain and exits with 0; containers run on and are adopted by the next host, unless shutdown.containers = stop."
                + " A changed configuration file is applied while it runs; one with errors is refused.",
            "actorsweeper run --config nanoclaw.conf",
            "NANOCLAW_ROOT=/srv/nanoclaw actorsweeper run --config hocon/nanoclaw.conf --set supervision.ceiling=1h");
        var configuration = new ConfigurationOptions(command);
        command.SetAction(async (line, cancellation) =>
        {
            var sources = configuration.Sources(line, surroundings);
            var reading = ConfigurationFile.Read(sources);
            var settings = Service(reading.RequireSettings());
            var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            Logging.Configure(builder.Logging, settings.LogLevel);
            builder.Services.AddSingleton(surroundings.Time);
            builder.Services.AddSingleton(settings);
            builder.Services.AddSingleton(sources);
            builder.Services.AddSingleton(reading);
            builder.Services.AddHostedService<SweeperService>();
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
            using var host = builder.Build();
            await host.RunAsync(cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The settings of a host that goes on: it adopts what it finds running.</summary>
    internal static HostSettings Service(HostSettings settings) => settings with
    {
        Supervision = settings.Supervision with { Mode = new RunMode(DryRun: false, Adopts: true) },
    };
}
