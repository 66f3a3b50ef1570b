using System.Runtime.InteropServices;
using System.Text;

namespace ActorSweeper.Adapters.Tests.Deletion;

/// <summary>What a hostile neighbour can make and .NET cannot: names of any bytes, pipes, trees of any depth.</summary>
internal static partial class RawFiles
{
    private const int CurrentDirectory = -100;
    private const int PathOnly = 0x200000;
    private const int CloseOnExec = 0x80000;

    private static readonly int NoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    public static void Create(string directory, ReadOnlySpan<byte> name)
    {
        var number = OpenAt(CurrentDirectory, [.. Encoding.UTF8.GetBytes(directory), (byte)'/', .. name, 0], 0x41 | CloseOnExec, 0x1a4);
        Require(number);
        _ = Close(number);
    }

    public static void Pipe(string path) => Require(MakeNode(CurrentDirectory, [.. Encoding.UTF8.GetBytes(path), 0], 0x11a4, 0));

    public static bool Device(string path) => MakeNode(CurrentDirectory, [.. Encoding.UTF8.GetBytes(path), 0], 0x21a4, 0x103) == 0;

    /// <summary>Lets this thread be nobody for the file system. Only root can.</summary>
    public static bool BecomeNobody() => SetFileUser(65534) == 0 && SetFileUser(65534) == 65534;

    public static void HardLink(string path, string other) =>
        Require(Link([.. Encoding.UTF8.GetBytes(path), 0], [.. Encoding.UTF8.GetBytes(other), 0]));

    /// <summary>Exchanges two names in one step.</summary>
    /// <returns>Whether both were there.</returns>
    public static bool Exchange(string path, string other) => RenameAt2(
        CurrentDirectory, [.. Encoding.UTF8.GetBytes(path), 0], CurrentDirectory, [.. Encoding.UTF8.GetBytes(other), 0], 2) == 0;

    /// <summary>Opens a directory; no link is followed.</summary>
    public static int Open(string path)
    {
        var number = OpenAt(CurrentDirectory, [.. Encoding.UTF8.GetBytes(path), 0], PathOnly | CloseOnExec | NoFollow, 0);
        Require(number);
        return number;
    }

    /// <summary>Exchanges two names in opened directories in one step.</summary>
    public static bool Exchange(int from, string name, int to, string other) => RenameAt2(from, Name(name), to, Name(other), 2) == 0;

    /// <summary>Makes a file, a directory or a link in an opened directory, if the name is free. No link is followed.</summary>
    public static void TryMake(int directory, string name, string? target, bool isDirectory)
    {
        if (target is not null) _ = SymbolicLink(Name(target), directory, Name(name));
        else if (isDirectory) _ = MakeDirectoryAt(directory, Name(name), 0x1ed);
        else if (OpenAt(directory, Name(name), 0xc1 | CloseOnExec | NoFollow, 0x1a4) is >= 0 and var file) _ = Close(file);
    }

    /// <summary>Makes directories, each in the one before, all of the name <c>d</c>, and a file in the last.</summary>
    public static void Deep(string directory, int levels)
    {
        var current = OpenAt(CurrentDirectory, [.. Encoding.UTF8.GetBytes(directory), 0], PathOnly | CloseOnExec, 0);
        Require(current);
        byte[] name = [(byte)'d', 0];
        for (var level = 0; level < levels; level++)
        {
            Require(MakeDirectoryAt(current, name, 0x1ed));
            var next = OpenAt(current, name, PathOnly | CloseOnExec, 0);
            Require(next);
            _ = Close(current);
            current = next;
        }

        var file = OpenAt(current, [(byte)'f', 0], 0x41 | CloseOnExec, 0x1a4);
        Require(file);
        _ = Close(file);
        _ = Close(current);
    }

    private static byte[] Name(string name) => [.. Encoding.UTF8.GetBytes(name), 0];

    private static void Require(int result) =>
        result.ShouldBeGreaterThanOrEqualTo(0, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(int directory, byte[] name, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int MakeDirectoryAt(int directory, byte[] name, int mode);

    [LibraryImport("libc", EntryPoint = "mknodat", SetLastError = true)]
    private static partial int MakeNode(int directory, byte[] name, uint mode, ulong device);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    private static partial int SymbolicLink(byte[] target, int directory, byte[] name);

    [LibraryImport("libc", EntryPoint = "setfsuid", SetLastError = true)]
    private static partial int SetFileUser(uint user);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true)]
    private static partial int Link(byte[] path, byte[] other);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static partial int RenameAt2(int from, byte[] path, int to, byte[] other, uint flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);
}
