using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Primitives;

namespace ActorSweeper.Hocon.Configuration;

/// <summary>Calls back on every change to one of several files, also when a missing one appears in a directory that exists.</summary>
internal sealed class FileWatch : IDisposable
{
    private readonly Dictionary<string, PhysicalFileProvider> _directories = new(StringComparer.Ordinal);
    private readonly IDisposable _registration;

    public FileWatch(IReadOnlyList<string> files, Action changed)
    {
        Files = files;
        try
        {
            foreach (var directory in files.Select(file => Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal))
            {
                if (Directory.Exists(directory)) _directories[directory] = new PhysicalFileProvider(directory, ExclusionFilters.None);
            }

            _registration = ChangeToken.OnChange(NextChange, changed);
        }
        catch (IOException e)
        {
            Dispose();
            throw new HoconException(
                HoconErrorKind.Io,
                $"the configuration files cannot be watched: {e.Message}",
                origin: null,
                "raise fs.inotify.max_user_instances or set DOTNET_USE_POLLING_FILE_WATCHER=1",
                e);
        }
    }

    public IReadOnlyList<string> Files { get; }

    public void Dispose()
    {
        _registration?.Dispose();
        foreach (var directory in _directories.Values) directory.Dispose();
    }

    private CompositeChangeToken NextChange() => new([.. Files
        .Where(file => _directories.ContainsKey(Path.GetDirectoryName(file)!))
        .Select(file => _directories[Path.GetDirectoryName(file)!].Watch(Path.GetFileName(file)))]);
}
