namespace ActorSweeper.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Runs">Runs of each measurement.</param>
/// <param name="Only">Part of the names of the rows to measure; empty for all.</param>
internal sealed record Options(int Runs, string Only)
{
    public static bool TryParse(ReadOnlySpan<string> args, out Options options)
    {
        options = new(5, "");
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 >= args.Length) return false;
            if (args[i] == "--runs" && int.TryParse(args[i + 1], out var runs) && runs > 0) options = options with { Runs = runs };
            else if (args[i] == "--only") options = options with { Only = args[i + 1] };
            else return false;
        }

        return true;
    }
}
