using ActorSweeper.Hocon.Syntax;

namespace ActorSweeper.Hocon.Reads;

/// <summary>A number with a unit: the letters at the end are the unit, white space around both parts is ignored.</summary>
internal readonly record struct UnitText(string Number, string Unit)
{
    public static UnitText Split(string text)
    {
        var trimmed = WhiteSpace.Trim(text);
        var start = trimmed.Length;
        while (start > 0 && char.IsLetter(trimmed[start - 1])) start--;
        return new UnitText(WhiteSpace.Trim(trimmed[..start]), trimmed[start..]);
    }
}
