using ActorSweeper.Core.Text;

namespace ActorSweeper.Core.Tests.Text;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("m1 ü 日本 \U0001f680 \\u{1b}", "m1 ü 日本 \U0001f680 \\u{1b}")]
    [InlineData("\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m")]
    [InlineData("one\r\ntwo\tthree\0", "one\\u{d}\\u{a}two\\u{9}three\\u{0}")]
    [InlineData("\u007f\u0080\u009b\u009f\u00a0", "\\u{7f}\\u{80}\\u{9b}\\u{9f}\u00a0")]
    [InlineData("\u061c\u200e\u200f\u202a\u202e\u2066\u2069", "\\u{61c}\\u{200e}\\u{200f}\\u{202a}\\u{202e}\\u{2066}\\u{2069}")]
    [InlineData("a\u2028b\u2029", "a\\u{2028}b\\u{2029}")]
    public void What_a_terminal_would_act_on_is_shown_as_its_number(string text, string expected) =>
        Printable.Escape(text).ShouldBe(expected);

    [Fact]
    public void Half_a_character_is_shown_as_its_number()
    {
        Printable.Escape("\ud83d").ShouldBe("\\u{d83d}");
        Printable.Escape("\ude80\ud83dx").ShouldBe("\\u{de80}\\u{d83d}x");
    }

    [Fact]
    public void Nothing_of_the_first_65536_characters_reaches_a_terminal_that_it_would_act_on()
    {
        for (var code = 0; code <= char.MaxValue; code++)
        {
            var character = (char)code;
            var escaped = Printable.Escape($"a{character}b");
            escaped.Any(char.IsControl).ShouldBeFalse();
            if (!char.IsSurrogate(character) && escaped.Length > 3) escaped.ShouldBe($"a\\u{{{code:x}}}b");
        }
    }

    [Fact]
    public void A_text_without_such_characters_is_the_same_text()
    {
        var text = new string('a', 100);
        Printable.Escape(text).ShouldBeSameAs(text);
    }
}
