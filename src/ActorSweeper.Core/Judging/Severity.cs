namespace ActorSweeper.Core.Judging;

/// <summary>How loud a notice is.</summary>
public enum Severity
{
    /// <summary>For the record.</summary>
    Information,

    /// <summary>Somebody should look at it some time.</summary>
    Warning,

    /// <summary>Somebody should look at it now.</summary>
    Alarm,
}
