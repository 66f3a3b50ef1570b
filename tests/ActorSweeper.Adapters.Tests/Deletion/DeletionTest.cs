using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.Tests.Deletion;

/// <summary>A root in a temporary folder with something outside of it that must never be touched.</summary>
public abstract class DeletionTest : IDisposable
{
    private static int _count;

    private readonly OpenedRoot _root;

    /// <param name="place">Where the temporary folder is made; null for the usual place.</param>
    protected DeletionTest(string? place = null)
    {
        var number = Interlocked.Increment(ref _count);
        Above = Path.Combine(
            place ?? Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"as-del-{Environment.ProcessId}-{number}"));
        Root = Path.Combine(Above, "root");
        Outside = Path.Combine(Above, "outside");
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Sentinel, "untouched");
        _root = OpenedRoot.Open(Root);
    }

    protected string Above { get; }

    protected string Root { get; }

    protected string Outside { get; }

    protected string Sentinel => Path.Combine(Outside, "sentinel");

    internal OpenedRoot Opened => _root;

    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual void Dispose()
    {
        _root.Dispose();
        Tool.Run("chattr", "-R", "-i", Above);
        Tool.Run("rm", "-rf", Above);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    protected string Write(string relative, string content = "content")
    {
        var path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    internal Entry Find(string name, string folder = "")
    {
        using var opened = Opened.OpenFolder(folder);
        return opened.Find(RawName.Of(name)) ?? throw new InvalidOperationException($"{name} is not there");
    }

    internal Removal Remove(in Entry planned, string folder = "", Func<TreeSize, string?>? check = null, bool withSpecial = false)
    {
        using var opened = Opened.OpenFolder(folder);
        return opened.Remove(planned, Cancellation, check, withSpecial);
    }

    /// <summary>
    /// Every path below a directory with its mode, time, target and content. A directory's time changes with its entries.
    /// </summary>
    protected static string StateOf(string directory)
    {
        var text = new StringBuilder();
        var paths = Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories);
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var info = new FileInfo(path);
            text.Append(CultureInfo.InvariantCulture, $"{path} {info.UnixFileMode} {info.LinkTarget} ");
            if (!Directory.Exists(path)) text.Append(CultureInfo.InvariantCulture, $"{info.LastWriteTimeUtc:O} ");
            if (info.LinkTarget is null && info.Exists) text.Append(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
            text.Append('\n');
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    protected void SentinelIsUntouched() => File.ReadAllText(Sentinel).ShouldBe("untouched");
}
