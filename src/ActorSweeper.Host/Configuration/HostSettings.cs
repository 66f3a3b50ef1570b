using ActorSweeper.Host.Configuration.Janitors;
using ActorSweeper.Supervision;

namespace ActorSweeper.Host.Configuration;

/// <summary>All settings of the host: immutable, replaced as a whole on a reload. Defaults live in <c>reference.conf</c>.</summary>
/// <param name="Supervision">What is stuck, and what is done about it.</param>
/// <param name="NanoClaw">The NanoClaw installation whose sessions are supervised; null when that source is off.</param>
/// <param name="Containers">What the sessions run in.</param>
/// <param name="Janitors">What expires elsewhere.</param>
/// <param name="DataDirectory">The absolute path of the product's own files. It need not exist yet.</param>
/// <param name="Shutdown">The end of the host.</param>
/// <param name="LogLevel">The least that is logged.</param>
internal sealed record HostSettings(
    SupervisionSettings Supervision,
    NanoClawSettings? NanoClaw,
    ContainersSettings Containers,
    JanitorsSettings Janitors,
    string DataDirectory,
    ShutdownSettings Shutdown,
    LogLevel LogLevel);

/// <summary>A NanoClaw v2 installation.</summary>
/// <param name="Root">The absolute path of the checkout, without a slash at its end.</param>
/// <param name="Zone">The zone of schedules whose session names none.</param>
/// <param name="BusyTimeout">How long a locked session file is waited for.</param>
internal sealed record NanoClawSettings(string Root, TimeZoneInfo Zone, TimeSpan BusyTimeout);

/// <summary>The end of the host.</summary>
/// <param name="StopsContainers">Whether running containers are stopped; otherwise the next host adopts them.</param>
/// <param name="Drain">How long work in hand may take to finish.</param>
internal sealed record ShutdownSettings(bool StopsContainers, TimeSpan Drain);
