namespace ActorSweeper.Simulation.Tests.Seeded;

/// <summary>The simulation is worth what it finds.</summary>
public sealed class PlantedFaultTests(MutatedBuild build) : IClassFixture<MutatedBuild>
{
    private const int MostSeeds = 60;
    private const double Days = 4;

    public static TheoryData<int, string> Faults() =>
        [.. PlantedFaults.All.Select(fault => new TheoryDataRow<int, string>(fault.Number, fault.What))];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_planted_fault_is_found(int number, string what)
    {
        var sessions = PlantedFaults.All[number - 1].Sessions;
        Enumerable.Range(1, MostSeeds).ShouldContain(seed => build.Run(number, seed, Days, sessions) != null, what);
    }

    [Fact]
    public void The_copy_without_a_fault_breaks_nothing()
    {
        for (var seed = 1; seed <= 5; seed++) build.Run(0, seed, Days, 8).ShouldBeNull();
    }
}
