using System.Runtime.InteropServices;
using System.Text;

namespace ActorSweeper.Adapters.Launching;

/// <summary>What to start.</summary>
/// <param name="Command">The program, searched for in <c>PATH</c>, and its arguments. No shell is involved.</param>
/// <param name="Environment">All of its environment.</param>
/// <param name="WorkingDirectory">Null for our own.</param>
/// <param name="Output">Where its standard output goes.</param>
/// <param name="Error">Where its standard error goes.</param>
internal sealed record ChildRequest(
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment,
    string? WorkingDirectory,
    ChildOutput Output,
    ChildOutput Error);

/// <summary>Where a child's output goes: appended to a file, or into an open descriptor.</summary>
internal readonly record struct ChildOutput(string? Path, SafeHandle? Descriptor);

/// <summary>
/// Starts a child as the leader of a session and process group of its own, so that one signal reaches all of it and none meant
/// for us reaches it. Without fork, which a process with threads cannot do safely; and without .NET's Process, which cannot
/// make a group.
/// </summary>
internal static unsafe class ChildProcess
{
    private const uint OwnerReadWrite = 0x180; // 0600

    /// <summary>Starts a child. When this returns, the child runs its program under its environment.</summary>
    /// <returns>Its process id, which is also its group's.</returns>
    /// <exception cref="IOException">It could not be started: the message says why.</exception>
    public static int Spawn(ChildRequest request)
    {
        if (request.WorkingDirectory is { } folder && !Directory.Exists(folder))
            throw new IOException($"the working directory {folder} does not exist");
        var actions = stackalloc byte[Libc.OpaqueSize];
        var attributes = stackalloc byte[Libc.OpaqueSize];
        Check(Libc.InitActions(actions));
        try
        {
            Check(Libc.InitAttributes(attributes));
            try
            {
                Describe(request, actions, attributes);
                return Spawn(request, actions, attributes);
            }
            finally
            {
                Libc.DestroyAttributes(attributes);
            }
        }
        finally
        {
            Libc.DestroyActions(actions);
        }
    }

    /// <summary>Collects a child that has ended; without this it stays as a zombie.</summary>
    /// <param name="pid">A child of this process.</param>
    /// <param name="exitCode">Its exit code, 128 and the signal if a signal ended it; null when it is not ours to collect.</param>
    /// <returns>Whether it has ended.</returns>
    public static bool TryReap(int pid, out int? exitCode)
    {
        exitCode = null;
        var found = Libc.WaitPid(pid, out var status, Libc.WaitNoHang);
        if (found == 0)
            return false;
        if (found == pid)
            exitCode = (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);
        return true;
    }

    /// <summary>Sends a signal to all processes of a group.</summary>
    /// <returns>False when there is none left.</returns>
    public static bool SignalGroup(int group, int signal) =>
        Libc.Kill(-group, signal) == 0 || Marshal.GetLastPInvokeError() != Libc.NoSuchProcess;

    /// <summary>Sends a signal to one process.</summary>
    public static void Signal(int pid, int signal) => _ = Libc.Kill(pid, signal);

    /// <summary>Whether there is a process of that number, whoever it belongs to.</summary>
    public static bool Lives(int pid) => Libc.Kill(pid, 0) == 0 || Marshal.GetLastPInvokeError() != Libc.NoSuchProcess;

    private static void Describe(ChildRequest request, void* actions, void* attributes)
    {
        Check(Libc.AddOpen(actions, 0, "/dev/null", Libc.OpenReadOnly, 0));
        Direct(actions, request.Output, 1);
        Direct(actions, request.Error, 2);
        if (request.WorkingDirectory is { } folder)
            Check(Libc.AddChangeDirectory(actions, folder));

        // .NET ignores SIGPIPE and others, and what is ignored stays ignored in a child.
        var signals = stackalloc byte[Libc.OpaqueSize];
        Check(Libc.FillSignals(signals));
        Check(Libc.SetSignalDefault(attributes, signals));
        Check(Libc.EmptySignals(signals));
        Check(Libc.SetSignalMask(attributes, signals));
        Check(Libc.SetFlags(attributes, Libc.SpawnSetSession | Libc.SpawnSetSignalDefault | Libc.SpawnSetSignalMask));
    }

    private static void Direct(void* actions, ChildOutput output, int descriptor)
    {
        if (output.Descriptor is { } handle)
            Check(Libc.AddDuplicate(actions, (int)handle.DangerousGetHandle(), descriptor));
        else
            Check(Libc.AddOpen(actions, descriptor, output.Path ?? "/dev/null", Libc.OpenWriteAppend, OwnerReadWrite));
    }

    private static int Spawn(ChildRequest request, void* actions, void* attributes)
    {
        using var argv = new TextArray(request.Command);
        using var environment = new TextArray(request.Environment.Select(variable => $"{variable.Key}={variable.Value}"));
        var error = Libc.Spawn(out var pid, argv.Pointers[0], actions, attributes, argv.Pointers, environment.Pointers);
        return error == 0 ? pid : throw new IOException($"{request.Command[0]}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new IOException(Marshal.GetPInvokeErrorMessage(error));
    }

    /// <summary>A null-terminated array of null-terminated texts, as execve takes them.</summary>
    private sealed class TextArray : IDisposable
    {
        private readonly int _count;

        public TextArray(IEnumerable<string> texts)
        {
            var encoded = texts.Select(text => Encoding.UTF8.GetBytes(text + '\0')).ToArray();
            _count = encoded.Length;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
            {
                Pointers[i] = (byte*)NativeMemory.Alloc((nuint)encoded[i].Length);
                encoded[i].CopyTo(new Span<byte>(Pointers[i], encoded[i].Length));
            }
        }

        public byte** Pointers { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++)
                NativeMemory.Free(Pointers[i]);
            NativeMemory.Free(Pointers);
        }
    }
}
