using System.Diagnostics;
using System.Runtime.Loader;

namespace ActorSweeper.Simulation.Tests.Seeded;

/// <summary>
/// A copy of the product's sources with all faults planted, each behind a switch, compiled once into one assembly. Nothing of it is
/// in the product.
/// </summary>
public sealed class MutatedBuild : IDisposable
{
    private const string Switch = """
        namespace ActorSweeper;

        internal static class Planted
        {
            public static int Fault { get; set; }

            public static bool Is(int number) => Fault == number;
        }
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>latest</LangVersion>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <NoWarn>$(NoWarn);CS1591;CS1573;CS1587</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <Using Include="ActorSweeper.Actors" />
          </ItemGroup>
        </Project>
        """;

    private static readonly string[] Projects = ["Core", "Actors", "Supervision", "Simulation"];

    private readonly string _directory = Directory.CreateTempSubdirectory("mutated").FullName;
    private readonly AssemblyLoadContext _context = new("mutated", isCollectible: true);
    private readonly Type _options;
    private readonly Type _run;
    private readonly Action<int> _plant;

    public MutatedBuild()
    {
        var sources = Path.Join(Root(), "src");
        foreach (var project in Projects.Select(name => "ActorSweeper." + name)) Copy(sources, project);
        foreach (var fault in PlantedFaults.All) Plant(fault);
        File.WriteAllText(Path.Join(_directory, "Planted.cs"), Switch);
        File.WriteAllText(Path.Join(_directory, "Mutated.csproj"), Project);
        Compile();
        var assembly = _context.LoadFromAssemblyPath(Path.Join(_directory, "bin", "Mutated.dll"));
        _options = assembly.GetType("ActorSweeper.Simulation.Seeded.SimulationOptions", throwOnError: true)!;
        _run = assembly.GetType("ActorSweeper.Simulation.Seeded.SimulatedRun", throwOnError: true)!;
        var fault0 = assembly.GetType("ActorSweeper.Planted", throwOnError: true)!.GetProperty("Fault")!;
        _plant = number => fault0.SetValue(null, number);
    }

    /// <summary>The invariant that a run with this fault breaks; null when it breaks none.</summary>
    public string? Run(int fault, long seed, double days, int sessions)
    {
        _plant(fault);
        var options = Activator.CreateInstance(_options, seed, days, sessions, null);
        var result = _run.GetMethod("Run")!.Invoke(null, [options, false, null])!;
        var violation = result.GetType().GetProperty("Violation")!.GetValue(result);
        return (string?)violation?.GetType().GetProperty("Invariant")!.GetValue(violation);
    }

    public void Dispose()
    {
        _context.Unload();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Join(directory.FullName, "ActorSweeper.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("the tests do not lie in the repository");
    }

    private void Copy(string sources, string project)
    {
        var folder = Path.Join(sources, project);
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(sources, file);
            var parts = name.Split(Path.DirectorySeparatorChar);
            // The other actor runtime is not compiled; what a build has generated is not source.
            if (parts[1] is "obj" or "bin" || parts[^1] == "AkkaRuntime.cs") continue;
            var target = Path.Join(_directory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private void Plant(PlantedFault fault)
    {
        foreach (var (name, old, with) in fault.Patches)
        {
            var file = Path.Join(_directory, name);
            var text = File.ReadAllText(file);
            var parts = text.Split(old);
            if (parts.Length != 2)
                throw new InvalidOperationException($"fault {fault.Number} ({fault.What}): '{old}' is {parts.Length - 1} times in {name}");
            File.WriteAllText(file, string.Join(with, parts));
        }
    }

    private void Compile()
    {
        var start = new ProcessStartInfo("dotnet", ["build", "-c", "Release", "-o", "bin", "--nologo", "-v", "quiet", "-nodeReuse:false"])
        {
            WorkingDirectory = _directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var build = Process.Start(start)!;
        var errors = build.StandardError.ReadToEndAsync();
        var output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0) throw new InvalidOperationException($"the mutated copy does not compile:\n{output}\n{errors.Result}");
    }
}
