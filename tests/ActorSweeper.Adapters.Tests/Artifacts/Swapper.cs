using System.Globalization;
using ActorSweeper.Adapters.Tests.Deletion;

namespace ActorSweeper.Adapters.Tests.Artifacts;

/// <summary>
/// The attacker: exchanges files, directories and links beneath <c>own</c> as fast as it can, in one step each, so that the janitor
/// meets every one of them in every state. It works on descriptors, so that it does not itself follow its links out.
/// </summary>
internal sealed class Swapper : IDisposable
{
    public const int Groups = 4;
    public const int Files = 6;

    private readonly int _own;
    private readonly int _attic;
    private readonly int[] _groups;
    private readonly int[] _logs;
    private readonly string _outside;
    private readonly Random _random;

    /// <summary>Makes what it exchanges.</summary>
    /// <param name="root">The janitor's root.</param>
    /// <param name="outside">Where its links lead.</param>
    /// <param name="seed">Of its draws.</param>
    public Swapper(string root, string outside, int seed)
    {
        (_outside, _random) = (outside, new Random(seed));
        Directory.CreateDirectory(Path.Combine(root, "attic"));
        for (var group = 0; group < Groups; group++) Directory.CreateDirectory(Path.Combine(root, "own", Group(group), "logs"));
        _own = RawFiles.Open(Path.Combine(root, "own"));
        _attic = RawFiles.Open(Path.Combine(root, "attic"));
        _groups = [.. Enumerable.Range(0, Groups).Select(group => RawFiles.Open(Path.Combine(root, "own", Group(group))))];
        _logs = [.. Enumerable.Range(0, Groups).Select(group => RawFiles.Open(Path.Combine(root, "own", Group(group), "logs")))];
    }

    public int Swaps { get; private set; }

    /// <summary>Makes one exchange, or what is missing for it.</summary>
    public void Step()
    {
        var (group, other) = (_random.Next(Groups), _random.Next(Groups));
        var (file, logs) = (string.Create(CultureInfo.InvariantCulture, $"file{_random.Next(Files)}"), _logs[group]);
        switch (_random.Next(6))
        {
            case 0: Swap(_own, Group(group), _attic, $"link{group}", $"{_outside}/g"); break;
            case 1: Swap(_groups[group], "logs", _attic, $"logs{group}", $"{_outside}/g/logs"); break;
            case 2: Swap(logs, file, _attic, "file", $"{_outside}/g/logs/{file}"); break;
            case 3: Swap(logs, "tree", _attic, "tree", $"{_outside}/g/logs/tree", isDirectory: true); break;
            case 4: Swap(logs, file, logs, "tree", null, isDirectory: true); break;
            default: Swap(logs, "tree", _logs[other], "tree", null, isDirectory: true); break;
        }
    }

    public void Dispose()
    {
        foreach (var descriptor in _groups.Concat(_logs).Append(_own).Append(_attic)) _ = RawFiles.Close(descriptor);
    }

    private static string Group(int group) => string.Create(CultureInfo.InvariantCulture, $"g{group}");

    private void Swap(int from, string name, int to, string other, string? target, bool isDirectory = false)
    {
        if (RawFiles.Exchange(from, name, to, other))
        {
            Swaps++;
            return;
        }

        // The janitor has removed one of them: it gets more to do.
        RawFiles.TryMake(from, name, null, isDirectory);
        RawFiles.TryMake(to, other, target, isDirectory || (target is null && _random.Next(2) == 0));
    }
}
