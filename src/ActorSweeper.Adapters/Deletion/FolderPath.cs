using System.Text;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>Where a directory is beneath a root. Shared by all that was found in it.</summary>
internal sealed class FolderPath
{
    private string? _display;

    private FolderPath(FolderPath? parent, RawName name, string? root)
    {
        Parent = parent;
        Name = name;
        _display = root;
    }

    /// <summary>The directory that it is in; null for the root.</summary>
    public FolderPath? Parent { get; }

    /// <summary>Its name there; none for the root.</summary>
    public RawName Name { get; }

    /// <summary>Of the root itself.</summary>
    /// <param name="display">Its absolute path, as people may see it.</param>
    public static FolderPath OfRoot(string display) => new(null, default, display == "/" ? "" : display);

    /// <summary>Of a directory in this one.</summary>
    public FolderPath Of(RawName name) => new(this, name, null);

    /// <summary>The absolute path of an entry, as people may see it.</summary>
    public string Of(in Entry entry) => $"{this}/{entry.Name}";

    /// <summary>From the root down; nothing for the root.</summary>
    public Stack<RawName> Steps()
    {
        var steps = new Stack<RawName>();
        for (var path = this; path.Parent is not null; path = path.Parent) steps.Push(path.Name);
        return steps;
    }

    /// <summary>Relative to the root, in the file system's bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new List<byte>();
        foreach (var step in Steps())
        {
            if (bytes.Count > 0) bytes.Add((byte)'/');
            bytes.AddRange(step.Bytes);
        }

        return [.. bytes];
    }

    /// <summary>Absolute, as people may see it, see <see cref="DisplayText"/>.</summary>
    public override string ToString()
    {
        if (_display is not null) return _display;
        var text = new StringBuilder();
        var root = this;
        while (root.Parent is not null) root = root.Parent;
        text.Append(root._display);
        foreach (var step in Steps()) text.Append('/').Append(step.ToString());
        return _display = text.ToString();
    }
}
