namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>How one NanoClaw v2 installation is reached.</summary>
/// <param name="Name">The source's name in configuration and in actor paths.</param>
/// <param name="Root">The NanoClaw checkout.</param>
/// <param name="BusyTimeout">How long a lock of another program is waited for, from zero; then the call fails as locked.</param>
/// <param name="MemoryFile">Where the store keeps which sessions are quiet, from one host to the next; null to not keep it.</param>
public sealed record NanoClawOptions(string Name, string Root, TimeSpan BusyTimeout, string? MemoryFile = null);
