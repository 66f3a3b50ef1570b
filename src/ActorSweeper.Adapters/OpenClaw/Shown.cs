using System.Text;
using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>Texts that OpenClaw's files hold, and paths, as people may see them.</summary>
internal static class Shown
{
    /// <summary>The same form as for the names of files, see <see cref="DisplayText"/>.</summary>
    public static string Of(string text) => DisplayText.Of(Encoding.UTF8.GetBytes(text));
}
