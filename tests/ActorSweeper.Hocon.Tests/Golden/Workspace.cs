using System.Text.Json;

namespace ActorSweeper.Hocon.Tests.Golden;

/// <summary>A directory of its own with the files of a vector, removed at the end.</summary>
internal sealed class Workspace : IDisposable
{
    public Workspace() => Root = Directory.CreateTempSubdirectory("hocon-").FullName;

    public string Root { get; }

    public static Workspace Of(JsonElement vector)
    {
        var workspace = new Workspace();
        var main = vector.TryGetProperty("basedir", out var based) ? based.GetString()! : ".";
        foreach (var file in vector.GetProperty("files").EnumerateObject())
        {
            var text = file.Value.GetString()!.Replace("@BASEDIR@", Path.Combine(workspace.Root, main), StringComparison.Ordinal);
            workspace.Write(file.Name, text);
        }

        return workspace;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Replaces a file in one step, so that no reader sees it half written.</summary>
    public void Replace(string name, string text)
    {
        using var aside = new Workspace();
        File.Move(aside.Write(name, text), Path.Combine(Root, name), overwrite: true);
    }

    public HoconOptions Options(JsonElement vector)
    {
        var environment = vector.GetProperty("env").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString());
        var working = vector.TryGetProperty("cwd", out var cwd) ? cwd.GetString()! : ".";
        return new HoconOptions
        {
            Environment = environment.GetValueOrDefault,
            WorkingDirectory = Path.Combine(Root, working),
        };
    }

    public HoconObject Resolve(JsonElement vector)
    {
        var options = Options(vector);
        return HoconDocument.ParseFile(Path.Combine(Root, "main.conf"), options).Resolve(options);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
