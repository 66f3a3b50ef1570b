using System.Text.RegularExpressions;
using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>Where the transcripts of a session are, as OpenClaw looks for them.</summary>
internal static partial class Transcripts
{
    private const RegexOptions Linear =
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    private const string Uuid = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    /// <summary>
    /// The files that may be a session's, the one that its entry names first; whether they are there, and where they really are, is not
    /// asked. That one is left out when it leads out of the directory. Nothing when the id cannot be the name of a file.
    /// </summary>
    public static IEnumerable<string> Candidates(string id, string? file, string directory)
    {
        if (!SafeId().IsMatch(id)) yield break;
        if (Named(file, directory) is { } named) yield return named;
        yield return Path.Join(directory, id + ".jsonl");
    }

    /// <summary>The file that an entry names, as an absolute path; null when there is none, or it climbs out of the directory.</summary>
    public static string? Named(string? file, string directory)
    {
        var name = EcmaScriptText.Trim(file).ToString();
        if (name.Length == 0 || name.Contains('\0')) return null;
        var path = Path.GetFullPath(name, directory);
        return Path.IsPathRooted(name) || path.StartsWith(directory + "/", StringComparison.Ordinal) ? path : null;
    }

    /// <summary>Where a real path is below a directory; null when it is not.</summary>
    public static (string Below, RawName Name)? Inside(string realPath, string directory)
    {
        if (!realPath.StartsWith(directory + "/", StringComparison.Ordinal)) return null;
        var below = realPath[(directory.Length + 1)..];
        var slash = below.LastIndexOf('/');
        return (slash < 0 ? "" : below[..slash], RawName.Of(below[(slash + 1)..]));
    }

    /// <summary>The ids in the name of a transcript, checkpoint or trajectory; none when it is no such name.</summary>
    public static IReadOnlyList<Guid> IdsIn(string name) =>
        Named().IsMatch(name) ? [.. Ids().EnumerateMatches(name).ToGuids(name)] : [];

    /// <summary>Whether it is what an interrupted rewrite of a store leaves behind, OpenClaw's or ours.</summary>
    public static bool IsTemporary(string name, string store) =>
        name.StartsWith(store + ".", StringComparison.Ordinal) && TemporaryEnd().IsMatch(name.AsSpan(store.Length));

    /// <summary>Whether it is an old store that was rotated out.</summary>
    public static bool IsRotated(string name, string store) =>
        name.StartsWith(store + ".bak.", StringComparison.Ordinal)
        && name.Length > store.Length + 5 && !name.AsSpan(store.Length + 5).ContainsAnyExceptInRange('0', '9');

    private static List<Guid> ToGuids(this Regex.ValueMatchEnumerator matches, string name)
    {
        var ids = new List<Guid>();
        foreach (var match in matches) ids.Add(Guid.Parse(name.AsSpan(match.Index, match.Length)));
        return ids;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z", Linear)]
    private static partial Regex SafeId();

    [GeneratedRegex(
        @"\A([^/]*_)?" + Uuid + @"(-topic-[^/]+)?(\.checkpoint\." + Uuid + @")?(\.trajectory)?(\.jsonl|\.trajectory-path\.json)\z",
        Linear)]
    private static partial Regex Named();

    [GeneratedRegex(Uuid, Linear)]
    private static partial Regex Ids();

    [GeneratedRegex(@"\A\.([0-9]+\.)?" + Uuid + @"\.tmp\z", Linear)]
    private static partial Regex TemporaryEnd();
}
