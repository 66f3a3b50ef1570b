using System.Security.Cryptography;
using System.Text;

namespace ActorSweeper.Adapters.Docker;

/// <summary>The label by which an installation knows its own containers.</summary>
public sealed record InstallScope
{
    private InstallScope(string key, string? value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The label's key.</summary>
    public string Key { get; }

    /// <summary>The value that the label must have; null when any value will do.</summary>
    public string? Value { get; }

    /// <summary>
    /// The label of a NanoClaw installation: <c>nanoclaw-install</c> with the first 8 hex digits of SHA-1 over the absolute root
    /// path as UTF-8, without a trailing slash.
    /// </summary>
    /// <param name="root">The installation's root; a relative path is taken from the working directory.</param>
    public static InstallScope ForRoot(string root)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
#pragma warning disable CA5350 // The slug is an identity that another program has chosen, not a protection.
        var digest = SHA1.HashData(Encoding.UTF8.GetBytes(path));
#pragma warning restore CA5350
        return new InstallScope("nanoclaw-install", Convert.ToHexStringLower(digest)[..8]);
    }

    /// <summary>A configured label.</summary>
    /// <param name="label"><c>key=value</c>, or <c>key</c> for any value.</param>
    /// <exception cref="FormatException">The key is empty.</exception>
    public static InstallScope Parse(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var parts = label.Split('=', 2, StringSplitOptions.TrimEntries);
        return parts[0].Length == 0
            ? throw new FormatException($"\"{label}\" is not a label. Expected key=value or key.")
            : new InstallScope(parts[0], parts.Length == 2 ? parts[1] : null);
    }

    /// <summary>The label as the engine's filter spells it.</summary>
    public override string ToString() => Value is null ? Key : $"{Key}={Value}";

    /// <summary>What stands for the installation in the names of containers.</summary>
    internal string Slug => string.IsNullOrEmpty(Value) ? Key : Value;

    internal bool Covers(IReadOnlyDictionary<string, string>? labels) =>
        labels is not null && labels.TryGetValue(Key, out var value) && (Value is null || Value == value);
}
