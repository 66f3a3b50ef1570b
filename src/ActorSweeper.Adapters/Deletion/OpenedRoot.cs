using System.Text;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// The directory that a rule is confined to. It is resolved once, when it is opened; from then on its descriptor is what counts,
/// whatever becomes of the path. Nothing that is reached through it lies outside: names are single components, links are never
/// followed, other file systems never entered.
/// </summary>
public sealed class OpenedRoot : IDisposable
{
    private const int OthersMayWrite = 0x002;
    private const int Sticky = 0x200;

    private readonly Descriptor _descriptor;
    private readonly EntryFacts _facts;

    private OpenedRoot(string path, Descriptor descriptor, in EntryFacts facts, bool isOldKernel)
    {
        Path = path;
        _descriptor = descriptor;
        _facts = facts;
        IsOldKernel = isOldKernel;
        Place = FolderPath.OfRoot(DisplayText.Of(Encoding.UTF8.GetBytes(path)));
    }

    /// <summary>Where it was when it was opened, absolute, links resolved.</summary>
    public string Path { get; }

    /// <summary>What was known about it when it was opened.</summary>
    internal EntryFacts Facts => _facts;

    internal ulong Device => _facts.Device;

    internal FolderPath Place { get; }

    /// <summary>Whether to open as on a kernel before 5.6.</summary>
    internal bool IsOldKernel { get; }

    /// <summary>Opens a root.</summary>
    /// <param name="path">Absolute; may be or contain links.</param>
    /// <exception cref="DeletionException">
    /// It is not there, not a directory, too wide a place (the root of the file system, the home directory or what contains it), or one
    /// in which anybody may put things under any name.
    /// </exception>
    public static OpenedRoot Open(string path) => Open(path, isOldKernel: false);

    internal static OpenedRoot Open(string path, bool isOldKernel)
    {
        SystemCalls.RequireKnownMachine();
        var shown = DisplayText.Of(Encoding.UTF8.GetBytes(path));
        if (!System.IO.Path.IsPathFullyQualified(path) || path.Contains('\0'))
            throw new DeletionException($"{shown}: expected an absolute path: a relative one depends on where the host was started");
        var descriptor = Calls.OpenPath([.. Encoding.UTF8.GetBytes(path), 0]);
        if (descriptor is null)
        {
            throw Calls.Error == Errno.NotThere
                ? new DeletionException($"{shown}: there is no such directory: create it, or correct the configured path", Errno.NotThere)
                : Calls.Error == Errno.NoDirectory
                    ? new DeletionException($"{shown}: it is not a directory: configure the directory to work in", Errno.NoDirectory)
                    : Fault.Last(shown, "open the directory");
        }

        try
        {
            if (!Calls.TryStat(descriptor, out var facts, out var owner, out var mode)) throw Fault.Last(shown, "look at it");
            Refuse(shown, facts, owner, mode);
            return new OpenedRoot(Resolved(descriptor) ?? System.IO.Path.GetFullPath(path), descriptor, facts, isOldKernel);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose() => _descriptor.Dispose();

    /// <summary>The directory itself, opened once more.</summary>
    /// <exception cref="DeletionException">It may no longer be opened.</exception>
    internal Folder OpenFolder()
    {
        var again = Calls.OpenSelf(_descriptor) ?? throw Fault.Last(Place.ToString(), "open the directory");
        return new Folder(this, again, Place, _facts);
    }

    /// <summary>A directory beneath it, step by step.</summary>
    /// <exception cref="DeletionException">It, or one on the way, is not there, no directory, a link or on another file system.</exception>
    internal Folder OpenFolder(FolderPath path)
    {
        var folder = OpenFolder();
        foreach (var step in path.Steps())
        {
            using var parent = folder;
            folder = parent.OpenFolder(step);
        }

        return folder;
    }

    /// <summary>A directory beneath it, by a path such as <c>data/sessions</c>.</summary>
    /// <exception cref="DeletionException">As for the other; or the path leads elsewhere.</exception>
    internal Folder OpenFolder(string relative)
    {
        var path = Place;
        foreach (var step in relative.Split('/', StringSplitOptions.RemoveEmptyEntries)) path = path.Of(StepOf(relative, step));
        return OpenFolder(path);
    }

    private static RawName StepOf(string relative, string step) => RawName.TryOf(Encoding.UTF8.GetBytes(step), out var name)
        ? name
        : throw new DeletionException($"{DisplayText.Of(Encoding.UTF8.GetBytes(relative))}: a path beneath the root has no . or .. in it");

    private static void Refuse(string shown, in EntryFacts facts, uint owner, int mode)
    {
        if (IsThatOf("/", facts))
        {
            throw new DeletionException(
                $"{shown}: the root of the file system is not a place to delete in: configure a directory below it");
        }
        for (var home = Home(); home is { Length: > 1 }; home = System.IO.Path.GetDirectoryName(home))
        {
            if (IsThatOf(home, facts))
            {
                throw new DeletionException(
                    $"{shown}: the home directory, or one that contains it, is not a place to delete in: configure a directory below it");
            }
        }

        var isOurs = owner == SystemCalls.EffectiveUser() || owner == 0;
        if ((mode & OthersMayWrite) != 0 && !((mode & Sticky) != 0 && isOurs))
        {
            throw new DeletionException(
                $"{shown}: anybody may write into it, so that what is in it cannot be trusted: take that right away with chmod o-w");
        }
    }

    private static string? Home()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return System.IO.Path.IsPathFullyQualified(home) ? System.IO.Path.TrimEndingDirectorySeparator(home) : null;
    }

    private static bool IsThatOf(string path, in EntryFacts facts)
    {
        using var other = Calls.OpenPath([.. Encoding.UTF8.GetBytes(path), 0]);
        return other is not null && Calls.TryStat(other, out var others) && others.IsSameThing(facts);
    }

    // Where there is no /proc the path is shown as it was configured.
    private static string? Resolved(Descriptor descriptor) =>
        new FileInfo($"/proc/self/fd/{descriptor.DangerousGetHandle()}").LinkTarget;
}
