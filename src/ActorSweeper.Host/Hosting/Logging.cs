using Microsoft.Extensions.Logging.Console;

namespace ActorSweeper.Host.Hosting;

/// <summary>Where logs go: to standard error, so that standard output holds data only.</summary>
internal static class Logging
{
    /// <summary>Loggers for a command that ends by itself.</summary>
    public static ILoggerFactory ToStandardError(LogLevel level) => LoggerFactory.Create(builder => Configure(builder, level));

    /// <summary>The same for a host.</summary>
    public static void Configure(ILoggingBuilder builder, LogLevel level)
    {
        builder.SetMinimumLevel(level);
        builder.AddFilter("Microsoft", LogLevel.Warning);
        // What keeps a host from starting is said once, by the command line.
        builder.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
