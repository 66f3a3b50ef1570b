namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>The names of the rules about files; those about entries are named where they are decided.</summary>
internal static class Rules
{
    /// <summary>Transcripts of dropped sessions, archived before.</summary>
    public const string Archives = "archives";

    /// <summary>Temporary files, and copies of old stores and transcripts.</summary>
    public const string LeftOvers = "left-overs";

    /// <summary>Transcripts that no session refers to.</summary>
    public const string Orphans = "orphans";

    /// <summary>A temporary file may be one that is just being written until it is so old, in milliseconds; as in the original.</summary>
    public const long WriterPatience = 300_000;
}
