namespace ActorSweeper.EndToEnd.Tests;

/// <summary>Waiting for what a running host does; all within <see cref="Patience"/>, and with its log when it does not.</summary>
internal static class HostWaits
{
    /// <summary>Longer than anything takes on a machine that is busy with other things.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until something holds.</summary>
    public static async Task ShouldReachAsync(this RunningHost host, Func<bool> condition) =>
        (await Eventually.HoldsAsync(condition, Patience)).ShouldBeTrue(host.Error);

    /// <summary>Waits until its log has all of these texts.</summary>
    public static Task ShouldSayAsync(this RunningHost host, params string[] texts) =>
        host.ShouldReachAsync(() => texts.All(text => host.Error.Contains(text, StringComparison.Ordinal)));

    /// <summary>Waits for so many more passes; needs a log of level debug.</summary>
    public static Task ShouldPassAsync(this RunningHost host, int passes)
    {
        var target = PassesOf(host) + passes;
        return host.ShouldReachAsync(() => PassesOf(host) >= target);
    }

    /// <summary>Tells it to end, which must be without an error.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> ShouldEndAsync(this RunningHost host)
    {
        var begin = TimeProvider.System.GetTimestamp();
        host.Signal("TERM");
        (await host.EndAsync()).ShouldBe(0, host.Error);
        return TimeProvider.System.GetElapsedTime(begin);
    }

    /// <summary>Waits until whatever was claimed or started up to now is older than a tolerance of 1 s.</summary>
    public static Task UntilStuckAsync()
    {
        // Stamps of claims have whole seconds.
        var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(2.2);
        return Eventually.HoldsAsync(() => TimeProvider.System.GetUtcNow() > until, Patience);
    }

    private static int PassesOf(RunningHost host) => host.Error.Split(" pass: ").Length - 1;
}
