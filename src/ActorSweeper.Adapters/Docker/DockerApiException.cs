using System.Net;

namespace ActorSweeper.Adapters.Docker;

/// <summary>The engine answered, and the answer is an error.</summary>
internal class DockerApiException : Exception
{
    public DockerApiException(HttpStatusCode statusCode, string text)
        : base(text) => StatusCode = statusCode;

    public HttpStatusCode StatusCode { get; }
}

/// <summary>The engine knows no such container.</summary>
internal sealed class DockerContainerNotFoundException : DockerApiException
{
    public DockerContainerNotFoundException(string text)
        : base(HttpStatusCode.NotFound, text)
    {
    }
}

/// <summary>The engine answered with something that is not the Engine API.</summary>
internal sealed class DockerProtocolException : Exception
{
    public DockerProtocolException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
