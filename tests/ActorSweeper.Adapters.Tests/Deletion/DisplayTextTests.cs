using System.Text;
using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.Tests.Deletion;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("plain name.txt", "plain name.txt")]
    [InlineData("Grüße 日本 😀", "Grüße 日本 😀")]
    [InlineData("a\nb\r\tc", @"a\nb\r\tc")]
    [InlineData("\u001b[31mred", @"\x1b[31mred")]
    [InlineData("gnp\u202e.exe", @"gnp\u202e.exe")]
    [InlineData("a\u2028b\u00a0c\u200bd", @"a\u2028b\u00a0c\u200bd")]
    [InlineData(@"back\slash", @"back\\slash")]
    [InlineData("\U000e0041tag", @"\U000e0041tag")]
    public void What_could_deceive_is_escaped_and_leads_back(string name, string form)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        DisplayText.Of(bytes).ShouldBe(form);
        DisplayText.Parse(form).ShouldBe(bytes);
    }

    [Fact]
    public void Every_pair_of_bytes_has_a_form_of_its_own_that_leads_back()
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        for (var pair = 0; pair < 0x10000; pair++)
        {
            byte[] bytes = [(byte)(pair >> 8), (byte)pair];
            var form = DisplayText.Of(bytes);
            form.ShouldAllBe(c => c >= ' ' && c != 0x7f);
            DisplayText.Parse(form).ShouldBe(bytes);
            forms.Add(form).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(@"\")]
    [InlineData(@"\q")]
    [InlineData(@"\x1")]
    [InlineData(@"\uZZZZ")]
    [InlineData(@"\ud800")]
    public void A_form_that_is_none_is_refused(string form) =>
        Should.Throw<FormatException>(() => DisplayText.Parse(form)).Message.ShouldContain("as it was shown");
}
