using System.Runtime;
using ActorSweeper.Benchmarks;

// A new suite is one file with a static Run(Options) and one line here.
var suites = new (string Name, string What, Action<Options> Run)[]
{
    ("actors", "the actor runtime beside the figures of Akka.NET 1.5.27", ActorSuite.Run),
    ("artifacts", "dry and real runs of the artifacts janitor beside NanoClaw's script", ArtifactsSuite.Run),
    ("journal", "appending to, recovering from and compacting the journal", JournalSuite.Run),
    ("replay", "the record of a month of 500 sessions, played again (what-if)", ReplaySuite.Run),
    ("simulation", "virtual years of 50 sessions among faults and crashes", SimulationSuite.Run),
    ("sweep", "passes over generated NanoClaw workspaces", SweepSuite.Run),
};

if (args.Length == 0 || args.Contains("--help"))
{
    Console.WriteLine("dotnet run -c Release --project tests/ActorSweeper.Benchmarks -- <suite> [--runs N] [--only TEXT]\n");
    foreach (var (name, what, _) in suites) Console.WriteLine($"  {name,-10} {what}");
    Console.WriteLine("\n  --runs N     runs of each measurement, of which the median counts (default 5)");
    Console.WriteLine("  --only TEXT  only the rows whose name contains it");
    return args.Length == 0 ? 2 : 0;
}

var suite = Array.Find(suites, s => s.Name == args[0]);
if (suite.Run is null || !Options.TryParse(args.AsSpan(1), out var options))
{
    Console.Error.WriteLine($"Not understood: {string.Join(' ', args)}. See --help.");
    return 2;
}

Console.WriteLine($"machine: {Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, "
    + $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC");
suite.Run(options);
return 0;
