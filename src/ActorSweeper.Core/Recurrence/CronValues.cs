namespace ActorSweeper.Core.Recurrence;

/// <summary>The values that the plain elements of a field select: <c>*</c>, <c>?</c>, values, ranges and steps.</summary>
internal sealed class CronValues
{
    private readonly CronFieldText _source;
    private ulong _singles;

    public CronValues(CronFieldText source) => _source = source;

    /// <summary>Bit n is set when value n is selected.</summary>
    public ulong Mask { get; private set; }

    /// <summary>Whether the field describes a rhythm (<c>*</c>, <c>?</c>, a range or a step) and not just fixed values.</summary>
    public bool IsInterval { get; private set; }

    /// <summary>Reads a field that holds plain elements only.</summary>
    public static CronValues Read(CronFieldText source)
    {
        var values = new CronValues(source);
        foreach (var element in source.Elements())
            values.Add(element);
        return values;
    }

    /// <summary>Adds one element.</summary>
    /// <exception cref="CronFormatException">It is malformed, out of range, backwards, or a value given before.</exception>
    public void Add(string element)
    {
        var parts = element.Split('/');
        if (parts.Length > 2)
            throw _source.Wrong(element, "has more than one step");
        var step = parts.Length == 2 ? Step(parts[1], element) : 1;
        if (parts[0] is "*" or "?" && (parts[0] == "*" || parts.Length == 1))
            AddRange(_source.Field.Min, _source.Field.Max, step);
        else if (parts[0].Contains('-'))
            AddWrittenRange(parts[0].Split('-'), element, step);
        else if (parts.Length == 2)
            AddRange(_source.Value(parts[0], element), _source.Field.Max, step);
        else
            AddSingle(_source.Value(element, element), element);
    }

    private int Step(string text, string element) =>
        CronFieldText.Number(text, maxDigits: 4) is { } step and > 0
            ? step
            : throw _source.Wrong(element, "has no usable step", "a step of 1 or more after the '/'");

    private void AddWrittenRange(string[] ends, string element, int step)
    {
        if (ends.Length != 2)
            throw _source.Wrong(element, "is not a range", $"two values of {_source.Field.Expected} joined by '-'");
        var (first, last) = (_source.Value(ends[0], element), _source.Value(ends[1], element));
        // FRI-SUN: a week that ends on Sunday.
        if (_source.Field == CronField.DayOfWeek && first > 0 && ends[1].Equals("sun", StringComparison.OrdinalIgnoreCase))
            last = _source.Field.Max;
        if (first > last)
        {
            var split = $"{ends[0]}-{_source.Field.Max},{_source.Field.Min}-{ends[1]}";
            throw _source.Wrong(element, "is a range that runs backwards", $"its smaller end first, or '{split}'");
        }
        AddRange(first, last, step);
    }

    private void AddSingle(int value, string element)
    {
        // A value written twice is a slip of the pen for another value; overlapping ranges are harmless.
        if ((_singles & (1UL << value)) != 0)
            throw _source.Wrong(element, "is listed twice", "each value once");
        _singles |= 1UL << value;
        Mask |= 1UL << value;
    }

    private void AddRange(int first, int last, int step)
    {
        IsInterval = true;
        for (var value = first; value <= last; value += step)
            Mask |= 1UL << value;
    }
}
