namespace ActorSweeper.Simulation.Scenarios.Language;

/// <summary>
/// The form of a command as the documentation spells it: <c>claim SESSION MESSAGE [INSTANT]</c>. Words in small letters stand for
/// themselves, <c>a|b</c> for one of several, words in capitals for values, and what stands in brackets may be left out; several
/// brackets in a row may come in any order.
/// </summary>
internal sealed class CommandPattern
{
    private readonly IReadOnlyList<Item> _items;

    /// <summary>Reads a form.</summary>
    public CommandPattern(string text)
    {
        Text = text;
        var at = 0;
        var parts = text.Replace("[", "[ ", StringComparison.Ordinal).Replace("]", " ]", StringComparison.Ordinal).Split(' ');
        _items = Sequence(parts, ref at);
    }

    /// <summary>The form as it was written.</summary>
    public string Text { get; }

    /// <summary>The word that it begins with.</summary>
    public string FirstWord => Text.Split(' ')[0];

    private abstract record Item
    {
        public sealed record Word(IReadOnlyList<string> Choices) : Item;

        public sealed record Value(string Kind) : Item;

        public sealed record Group(IReadOnlyList<Item> Items) : Item;
    }

    /// <summary>Matches a command.</summary>
    /// <returns>
    /// Its arguments; or null with what was expected, and after how many words, where it does not match.
    /// </returns>
    public (CommandArguments? Arguments, int Reached, string Expected) Match(IReadOnlyList<ScenarioWord> words)
    {
        var (arguments, at, expected) = (new CommandArguments(), 0, "");
        if (!Take(_items, words, ref at, arguments, ref expected)) return (null, at, expected);
        if (at == words.Count) return (arguments, at, "");
        return (null, at, expected.Length > 0 ? expected + " or the end of the line" : "the end of the line");
    }

    private static List<Item> Sequence(string[] parts, ref int at)
    {
        var items = new List<Item>();
        for (; at < parts.Length && parts[at] != "]"; at++)
        {
            if (parts[at] == "[")
            {
                at++;
                items.Add(new Item.Group(Sequence(parts, ref at)));
            }
            else if (char.IsAsciiLetterUpper(parts[at][0]))
            {
                items.Add(new Item.Value(parts[at]));
            }
            else
            {
                items.Add(new Item.Word(parts[at].Split('|')));
            }
        }

        return items;
    }

    private static bool Take(
        IReadOnlyList<Item> items, IReadOnlyList<ScenarioWord> words, ref int at, CommandArguments arguments, ref string expected)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is Item.Group)
            {
                var groups = items.Skip(index).TakeWhile(item => item is Item.Group).Cast<Item.Group>().ToList();
                if (!TakeGroups(groups, words, ref at, arguments, ref expected)) return false;
                index += groups.Count - 1;
            }
            else if (!TakeOne(items[index], words, ref at, arguments))
            {
                expected = Describe(items[index]);
                return false;
            }
        }

        return true;
    }

    private static bool TakeGroups(
        List<Item.Group> groups, IReadOnlyList<ScenarioWord> words, ref int at, CommandArguments arguments, ref string expected)
    {
        while (groups.Count > 0)
        {
            var here = at;
            if (groups.Find(group => Begins(group.Items[0], words, here)) is not { } next)
            {
                expected = string.Join(" or ", groups.Select(group => Describe(group.Items[0])));
                return true;
            }

            groups.Remove(next);
            if (!Take(next.Items, words, ref at, arguments, ref expected)) return false;
        }

        expected = "";
        return true;
    }

    private static bool Begins(Item first, IReadOnlyList<ScenarioWord> words, int at) =>
        TakeOne(first, words, ref at, new CommandArguments());

    private static bool TakeOne(Item item, IReadOnlyList<ScenarioWord> words, ref int at, CommandArguments arguments)
    {
        if (at >= words.Count) return false;
        if (item is Item.Word { Choices: var choices })
        {
            if (words[at].Quoted || !choices.Contains(words[at].Text)) return false;
            arguments.Add(words[at++].Text);
            return true;
        }

        var kind = ((Item.Value)item).Kind;
        if (ValueKinds.Readers[kind](words, at) is not var (taken, value)) return false;
        at += taken;
        arguments.Add(kind, value);
        return true;
    }

    private static string Describe(Item item) => item switch
    {
        Item.Word word => string.Join(" or ", word.Choices.Select(choice => $"'{choice}'")),
        Item.Value value => ValueKinds.Example(value.Kind),
        _ => "",
    };
}
