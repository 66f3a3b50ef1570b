using System.Buffers;

namespace ActorSweeper.Actors;

/// <summary>Which names are allowed, and those given to actors without one: $a, $b and so on, never used again.</summary>
internal static class ActorNames
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Digits + "-_.*$:@&=,!';%");

    public static string Generate(long number)
    {
        Span<char> buffer = stackalloc char[13];
        var length = 0;
        for (buffer[length++] = '$'; length == 1 || number > 0; number >>= 6) buffer[length++] = Digits[(int)(number & 63)];
        return new(buffer[..length]);
    }

    public static void Check(string name)
    {
        if (name.Length > 0 && name[0] != '$' && !name.AsSpan().ContainsAnyExcept(Allowed)) return;
        throw new InvalidActorNameException(
            $"Invalid actor name '{name}': at least one of ASCII letters, digits and -_.*$+:@&=,!~';% and not starting with '$'");
    }
}
