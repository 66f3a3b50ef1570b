namespace ActorSweeper.Core.Sessions;

/// <summary>How long a session whose files cannot be used is left alone: 5, 10, 20, then 30 s for ever.</summary>
public static class StoreBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The pause after so many failures in a row.</summary>
    /// <param name="failures">1 or more.</param>
    public static TimeSpan After(int failures)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 10));
        return doubled < Longest ? doubled : Longest;
    }
}
