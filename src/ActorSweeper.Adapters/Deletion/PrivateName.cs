using System.Globalization;
using System.Text;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// The name that a directory has while it is removed: nobody else knows it or would use it. A host that is killed in the middle leaves
/// such a directory behind, which is recognised by it.
/// </summary>
internal static class PrivateName
{
    private const int LongestName = 255;

    private static readonly byte[] Start = ".actorsweeper-gone-"u8.ToArray();

    /// <summary>Whether it is what an interrupted removal has left.</summary>
    public static bool IsOne(RawName name) => name.Bytes.StartsWith(Start);

    /// <summary>For one directory.</summary>
    /// <param name="planned">It.</param>
    /// <param name="attempt">Makes another name when the first is in use.</param>
    public static RawName Of(in Entry planned, int attempt)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{planned.Facts.Inode:x}.{attempt}-");
        byte[] name = [.. Start, .. Encoding.ASCII.GetBytes(number), .. IsOne(planned.Name) ? [] : planned.Name.Bytes];
        return RawName.Of(name.AsSpan(0, Math.Min(name.Length, LongestName)));
    }
}
