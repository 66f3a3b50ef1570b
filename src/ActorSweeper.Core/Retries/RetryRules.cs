using System.Diagnostics.CodeAnalysis;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Retries;

/// <summary>
/// The rules of a message whose claim was lost (rule 9), each once and in the order in which they are asked; between the first and
/// the second it is asked whether a reply exists. The judge decides by them, and the explainer shows them.
/// </summary>
internal static class RetryRules
{
    public static bool IsOpen([NotNullWhen(true)] Message? message) => message is { Status: MessageStatus.Pending };

    public static bool IsScheduled(Message message, DateTimeOffset now) => message.ProcessAfter > now;

    public static bool IsUsedUp(Message message, RetryLimits limits) => message.Tries >= limits.MaxTries;
}
