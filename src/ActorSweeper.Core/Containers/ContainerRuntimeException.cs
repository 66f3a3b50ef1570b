namespace ActorSweeper.Core.Containers;

/// <summary>The container runtime cannot be asked: it is down, too slow, or answers with an error of its own.</summary>
public sealed class ContainerRuntimeException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Names the endpoint and the remedy.</param>
    /// <param name="inner">What the transport said.</param>
    public ContainerRuntimeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>Why a container was not started.</summary>
public enum StartFailure
{
    /// <summary>The image is not there. A state of its own: it is tried again when the backoff ends.</summary>
    ImageMissing,

    /// <summary>A container for the session exists already, or somebody else is starting one.</summary>
    AlreadyOwned,

    /// <summary>The request itself is refused: a wrong template, a missing mount, a permission.</summary>
    Refused,

    /// <summary>It started and ended at once.</summary>
    DiedAtOnce,
}

/// <summary>A container was not started.</summary>
public sealed class StartFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">Which kind of failure.</param>
    /// <param name="message">The runtime's own text, with the last lines that the container logged.</param>
    /// <param name="inner">What the transport said.</param>
    public StartFailedException(StartFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>Which kind of failure.</summary>
    public StartFailure Failure { get; }
}
