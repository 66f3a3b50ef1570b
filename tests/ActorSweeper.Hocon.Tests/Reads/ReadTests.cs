using System.Numerics;
using ActorSweeper.Hocon.Tests.Golden;

namespace ActorSweeper.Hocon.Tests.Reads;

public sealed class ReadTests
{
    private static readonly HoconObject Config = HoconDocument.ParseText(
        """
        s = text
        n = 1.50
        big = 9223372036854775807
        huge = 1e400
        flag = on
        null = null
        wait = 1.5 hours
        size = 1 KiB
        list = [1, two, true]
        map { 10 = b, 2 = a, x = ignored }
        nested { "k.l" { m = 7 } }
        padded = " 4 "
        """,
        "text").Resolve();

    [Fact]
    public void Values_read_with_their_types()
    {
        Config.GetString("n").ShouldBe("1.50");
        Config.GetDouble("n").ShouldBe(1.5);
        Config.GetInt32("n").ShouldBe(1);
        Config.GetInt64("big").ShouldBe(long.MaxValue);
        Config.GetInt32("padded").ShouldBe(4);
        Config.GetBoolean("flag").ShouldBeTrue();
        Config.GetDuration("wait").ShouldBe(TimeSpan.FromMinutes(90));
        Config.GetSize("size").ShouldBe(1024);
        Config.GetValue("huge").AsBigSize("huge").ShouldBe(BigInteger.Pow(10, 400));
        Config.GetStringList("list").ShouldBe(["1", "two", "true"]);
        Config.GetStringList("map").ShouldBe(["a", "b"]);
        Config.GetInt32("nested.\"k.l\".m").ShouldBe(7);
        Config.GetObject("nested").Keys.ShouldBe(["k.l"]);
    }

    [Fact]
    public void Presence_is_asked_without_an_error()
    {
        Config.Has("s").ShouldBeTrue();
        Config.Has("null").ShouldBeFalse();
        Config.Has("s.t").ShouldBeFalse();
        Config.IsNull("null").ShouldBeTrue();
        Config.TryFind("null", out var value).ShouldBeTrue();
        value.ShouldBeOfType<HoconNull>();
    }

    [Fact]
    public void A_wrong_value_is_reported_with_its_path_and_place()
    {
        Error(() => Config.GetInt32("s")).ShouldBe("text:1:5: s is 'text', expected a number");
        Error(() => Config.GetInt32("big")).ShouldBe("text:3:7: big is '9223372036854775807', expected a whole number of 32 bits");
        Error(() => Config.GetDouble("huge")).ShouldBe("text:4:8: huge is '1e400', expected a number");
        Error(() => Config.GetString("map")).ShouldBe("text:10:5: map is an object, expected a string");
        Error(() => Config.GetBoolean("n")).ShouldStartWith("text:2:5: n is '1.50', expected a boolean");
        Error(() => Config.GetDuration("s")).ShouldStartWith("text:1:5: s: 'text' has no number");
        Error(() => Config.GetDuration("big")).ShouldContain("292 years");
        Error(() => Config.GetSize("huge")).ShouldContain("2^63-1");
        Error(() => Config.GetString("null")).ShouldBe("text:6:8: null is null; give it a value");
        Error(() => Config.GetString("none.at.all")).ShouldBe("text: none.at.all is not set; set it");
        Error(() => Config.GetList("nested")).ShouldBe("text:11:8: nested is an object, expected an array");
        Error(() => Config.GetString("a..b")).ShouldContain("period");
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("a.\"b.c\".\"\"")]
    [InlineData("\"a\\\"b\\\\\\u0001\"")]
    public void A_path_renders_as_an_expression_that_reads_back(string expression)
    {
        HoconPath.Parse(expression).ToString().ShouldBe(expression);
        HoconPath.Parse(HoconPath.Parse(expression).ToString()).ShouldBe(HoconPath.Parse(expression));
    }

    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("007", "7")]
    [InlineData("-00.5", "-0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("1.", "1")]
    [InlineData("1.e+2", "1e+2")]
    [InlineData("1E400", "1E400")]
    public void Json_keeps_the_text_of_a_number_where_it_may(string number, string json) =>
        Json.Of(HoconDocument.ParseText($"a = {number}", "text").Resolve().GetValue("a")).ShouldBe(json);

    private static string Error(Func<object> read) => Should.Throw<HoconException>(() => read()).Message;
}
