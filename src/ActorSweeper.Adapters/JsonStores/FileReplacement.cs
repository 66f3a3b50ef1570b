using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.JsonStores;

/// <summary>
/// Gives a file a new content in one step: whoever opens it, also after a crash, finds the old one or the new one. What is written
/// meanwhile is named <c>NAME.PID.UUID.tmp</c>, as OpenClaw names it, and does not stay if this fails.
/// </summary>
internal static class FileReplacement
{
    /// <summary>Replaces it, or creates it with mode 0600. Its owner stays.</summary>
    /// <param name="folder">Its directory.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="content">All of it.</param>
    /// <param name="isAllowed">Asked when everything is on the disk, right before the step; null to not ask.</param>
    /// <returns>False when that was refused; the file is then as it was.</returns>
    /// <exception cref="DeletionException">The disk refused; the file is as it was.</exception>
    public static bool Write(Folder folder, RawName name, ReadOnlySpan<byte> content, Func<bool>? isAllowed = null)
    {
        using var file = Begin(folder, name);
        if (folder.Find(name) is not null)
            file.TakeOwnerOf(name);
        file.Write(content);
        file.Flush();
        if (isAllowed?.Invoke() == false)
            return false;
        file.Replace(name);
        folder.Flush();
        return true;
    }

    /// <summary>Creates the file that is to take a file's place.</summary>
    /// <exception cref="DeletionException">It cannot be created.</exception>
    public static NewFile Begin(Folder folder, RawName name)
    {
        var uuid = new Guid(RandomNumberGenerator.GetBytes(16));
        var ending = string.Create(CultureInfo.InvariantCulture, $".{Environment.ProcessId}.{uuid:D}.tmp");
        var temporary = RawName.Of([.. name.Bytes, .. Encoding.ASCII.GetBytes(ending)]);
        return NewFile.TryCreate(folder, temporary)
            ?? throw new DeletionException($"{folder.PathOf(temporary)}: there is such a file already: remove it");
    }
}
