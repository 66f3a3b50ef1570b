namespace ActorSweeper.Adapters.Forge;

/// <summary>An access token of the forge. Nothing that prints it, a record that holds it among them, prints more than stars.</summary>
public sealed class ForgeToken
{
    private readonly string? _text;
    private readonly string? _file;

    private ForgeToken(string? text, string? file) => (_text, _file) = (text, file);

    /// <summary>A token that is known, from the environment say.</summary>
    public static ForgeToken Of(string text) => new(text, null);

    /// <summary>A token in a file, read anew for each plan, so that a renewed one is taken up.</summary>
    /// <param name="path">Its absolute path. White space around the token does not count.</param>
    public static ForgeToken In(string path) => new(null, path);

    /// <inheritdoc/>
    public override string ToString() => "***";

    /// <summary>The token.</summary>
    /// <exception cref="IOException">Its file cannot be read, or what it holds is no token; the message does not show it.</exception>
    internal string Read()
    {
        var text = (_text ?? ReadFile(_file!)).Trim();
        if (text.Length == 0 || !text.All(letter => letter is > ' ' and <= '~'))
        {
            throw new IOException(
                $"{(_file is null ? "the forge's token" : $"the token file {_file}")} holds no token: expected visible ASCII on one line");
        }

        return text;
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the token file {path} cannot be read: {e.Message}", e);
        }
    }
}
