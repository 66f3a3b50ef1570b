namespace ActorSweeper.Adapters.Processes;

/// <summary>A running container of this runtime: the processes of one life of one session. Never without members.</summary>
/// <param name="Marks">Which session and which life.</param>
/// <param name="Members">Its processes, the first started first.</param>
internal sealed record LiveProcess(ProcessMarks Marks, IReadOnlyList<ProcessFacts> Members);

/// <summary>Finds the processes of an installation among all that run.</summary>
internal static class ProcessScan
{
    /// <summary>Looks at every process.</summary>
    /// <param name="options">Whose processes.</param>
    /// <param name="records">What was written down about starts.</param>
    /// <returns>The live ones; and ended children of this process that wait to be collected.</returns>
    public static (IReadOnlyList<LiveProcess> Live, IReadOnlyList<(string Container, int Pid)> Zombies) Find(
        ProcessOptions options, IReadOnlyList<ProcessRecord> records)
    {
        var own = Environment.ProcessId;
        var found = new Dictionary<string, (ProcessMarks Marks, List<ProcessFacts> Members)>();
        var zombies = new List<(string Container, int Pid)>();
        var leaders = new Dictionary<int, ProcessMarks>();
        foreach (var entry in records)
        {
            if (entry.Facts is not { } facts)
                continue;
            if (!facts.IsZombie)
                leaders[facts.Pid] = entry.Marks;
            else if (facts.Parent == own)
                zombies.Add((entry.Marks.Container, facts.Pid));
        }

        foreach (var pid in ProcessFacts.Pids())
        {
            if (ProcessFacts.Of(pid) is not { IsZombie: false } facts)
                continue;
            // A living leader vouches for its session: the number cannot mean another one as long as it lives.
            var marks = ProcessFacts.MarksOf(pid) is { } marked && marked.Install == options.Install
                ? marked
                : leaders.GetValueOrDefault(facts.Leader);
            if (marks is null)
                continue;
            if (!found.TryGetValue(marks.Container, out var entry))
                found[marks.Container] = entry = (marks, []);
            entry.Members.Add(facts);
        }

        // Never the container that this process itself runs in (F32).
        return ([.. found.Values
            .Where(entry => !entry.Members.Exists(member => member.Pid == own))
            .Select(entry => new LiveProcess(entry.Marks, [.. entry.Members.OrderBy(member => member.StartTicks)]))], zombies);
    }
}
