using System.Threading.Channels;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Containers;

namespace ActorSweeper.Adapters.Processes;

/// <summary>
/// The processes of this installation, shared by the runtime and the starter. The truth is what runs: processes are found by
/// the marks in their environment and, where a program has overwritten that, by the record of their start. So they are found
/// again after this process was restarted, or was killed between a start and its record.
/// </summary>
public sealed class ProcessTable
{
    internal const string LogExtension = ".log";
    internal const string LockExtension = ".lock";

    private const string RecordExtension = ".json";

    private readonly ProcessOptions _options;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveProcess> _live = [];
    private readonly Dictionary<string, int?> _exitCodes = [];
    private readonly Dictionary<string, int> _children = [];
    private readonly HashSet<ChannelWriter<ContainerDeath>> _watchers = [];

    /// <summary>Creates it, and the state directory if there is none.</summary>
    /// <param name="options">What distinguishes the processes and where their state is kept.</param>
    /// <exception cref="IOException">The state directory cannot be created.</exception>
    public ProcessTable(ProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Directory.CreateDirectory(options.StateDirectory);
    }

    internal ProcessOptions Options => _options;

    internal string PathOf(string session, string extension) =>
        Path.Combine(_options.StateDirectory, SafeName.Of(session) + extension);

    /// <summary>Looks at all processes of the machine, tells of ends, and cuts logs.</summary>
    /// <exception cref="ContainerRuntimeException">The state directory or <c>/proc</c> cannot be read.</exception>
    internal IReadOnlyList<LiveProcess> Look()
    {
        lock (_lock)
        {
            try
            {
                return LookLocked();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ContainerRuntimeException(
                    $"The processes cannot be listed: {e.Message}. Check that {_options.StateDirectory} and /proc are readable.", e);
            }
        }
    }

    /// <summary>Looks again only if a known process has ended. Cheap enough to be done many times a second.</summary>
    internal void LookForEnds()
    {
        lock (_lock)
        {
            var ended = ReapChildren() || _live.Values.Any(process => !process.Members.Any(IsThere));
            CutLogs();
            if (!ended)
                return;
            try
            {
                LookLocked();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The listing says so; here the next poll tries again.
            }
        }

        static bool IsThere(ProcessFacts member) => Libc.Kill(member.Pid, 0) == 0;
    }

    /// <summary>Starts a child and writes its record, with no look in between.</summary>
    /// <returns>Its process id.</returns>
    /// <exception cref="IOException">It could not be started, or its record could not be written; then nothing runs.</exception>
    internal int Start(ProcessMarks marks, ChildRequest request)
    {
        lock (_lock)
        {
            var pid = ChildProcess.Spawn(request);
            try
            {
                // A child that has ended already is still there, as a zombie, until it is reaped.
                var facts = ProcessFacts.Of(pid) ?? throw new IOException("it cannot be seen in /proc");
                new ProcessRecord(marks, pid, facts.StartTicks, ProcessFacts.BootId).Write(PathOf(marks.Session, RecordExtension));
                _live[marks.Container] = new LiveProcess(marks, [facts]);
                _children[marks.Container] = pid;
                return pid;
            }
            catch
            {
                ChildProcess.SignalGroup(pid, Libc.SigKill);
                ChildProcess.TryReap(pid, out _);
                throw;
            }
        }
    }

    internal void Subscribe(ChannelWriter<ContainerDeath> watcher)
    {
        lock (_lock)
            _watchers.Add(watcher);
    }

    internal void Unsubscribe(ChannelWriter<ContainerDeath> watcher)
    {
        lock (_lock)
            _watchers.Remove(watcher);
    }

    private IReadOnlyList<LiveProcess> LookLocked()
    {
        ReapChildren();
        var (live, zombies) = ProcessScan.Find(_options, Records());
        ReapAdopted(zombies);
        foreach (var gone in _live.Keys.Except(live.Select(process => process.Marks.Container)).ToArray())
            Bury(gone);
        _live.Clear();
        foreach (var process in live)
            _live[process.Marks.Container] = process;
        CutLogs();
        return live;
    }

    /// <summary>The records of processes that run or wait to be collected; the others are deleted.</summary>
    private List<ProcessRecord> Records()
    {
        var records = new List<ProcessRecord>();
        foreach (var path in Directory.EnumerateFiles(_options.StateDirectory, "*" + RecordExtension))
        {
            if (ProcessRecord.Read(path) is not { } entry || entry.Marks.Install != _options.Install)
                continue;
            if (entry.Facts is null)
                File.Delete(path);
            else
                records.Add(entry);
        }

        return records;
    }

    private bool ReapChildren()
    {
        var any = false;
        foreach (var (container, pid) in _children.ToArray())
        {
            if (!ChildProcess.TryReap(pid, out var exitCode))
                continue;
            _children.Remove(container);
            _exitCodes[container] = exitCode;
            any = true;
        }

        return any;
    }

    /// <summary>Where this process is the first of its machine or container, orphans of its predecessor become its children.</summary>
    private void ReapAdopted(IEnumerable<(string Container, int Pid)> zombies)
    {
        foreach (var (container, pid) in zombies)
        {
            if (!_children.ContainsKey(container) && ChildProcess.TryReap(pid, out var exitCode))
                _exitCodes[container] = exitCode;
        }
    }

    private void Bury(string container)
    {
        var process = _live[container];
        var exitCode = _exitCodes.GetValueOrDefault(container);
        _exitCodes.Remove(container);
        var lines = exitCode == 0 ? [] : ProcessLog.LastLinesOf(PathOf(process.Marks.Session, LogExtension));
        foreach (var watcher in _watchers)
            watcher.TryWrite(new ContainerDeath(container, exitCode, lines));
    }

    private void CutLogs()
    {
        foreach (var process in _live.Values)
            ProcessLog.Cut(PathOf(process.Marks.Session, LogExtension), _options.MaxLogBytes);
    }
}
