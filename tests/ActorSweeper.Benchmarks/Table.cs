using System.Globalization;

namespace ActorSweeper.Benchmarks;

/// <summary>Measures rows several times and prints each with its median, its spread and the figure to compare with.</summary>
internal sealed class Table(Options options, string rival)
{
    public void Header()
    {
        Console.WriteLine($"{"what",-44} {"median",14} {"least",14} {"most",14}  {"unit",-22} {rival}");
        Console.WriteLine(new string('-', 130));
    }

    /// <summary>One row per unit that the measurement returns; the first run warms up and does not count.</summary>
    public void Row(string what, (string Unit, string Rival)[] columns, Func<double[]> measure)
    {
        if (!what.Contains(options.Only, StringComparison.OrdinalIgnoreCase)) return;
        measure();
        Print(what, columns, Enumerable.Range(0, options.Runs).Select(_ => measure()).ToList());
    }

    /// <summary>A row of one run that nothing has warmed up.</summary>
    public void Once(string what, (string Unit, string Rival)[] columns, Func<double[]> measure)
    {
        if (what.Contains(options.Only, StringComparison.OrdinalIgnoreCase)) Print(what, columns, [measure()]);
    }

    private static void Print(string what, (string Unit, string Rival)[] columns, List<double[]> runs)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var values = runs.Select(run => run[i]).Order().ToList();
            Console.WriteLine(
                $"{(i == 0 ? what : ""),-44} {Text(values[values.Count / 2]),14} {Text(values[0]),14} {Text(values[^1]),14}  "
                + $"{columns[i].Unit,-22} {columns[i].Rival}");
        }
    }

    private static string Text(double value) => value.ToString(Math.Abs(value) < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);
}
