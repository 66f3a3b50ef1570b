using System.Text;
using System.Text.Json;
using ActorSweeper.Adapters.OpenClaw;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

public sealed class StoreTextTests
{
    [Theory]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "a", "{\"b\":2,\"c\":3}")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "b", "{\"a\":1,\"c\":3}")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "c", "{\"a\":1,\"b\":2}")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": {}\n}", "a", "{\n  \"b\": {}\n}")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": {}\n}\n", "b", "{\n  \"a\": 1\n}\n")]
    [InlineData(" {\t\"a\" :1 , \"b\":2 } ", "b", " {\t\"a\" :1 } ")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "ac", "{\"b\":2}")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "ab", "{}")]
    [InlineData("{\"a\":1,\"b\":2,\"\\u0061\":3}", "a", "{\"b\":2}")]
    [InlineData("{\"\\ud800\":1,\"b\":2}", "b", "{\"\\ud800\":1}")]
    [InlineData("{}", "a", "{}")]
    public void Members_are_cut_out_and_nothing_else_changes(string text, string keys, string expected)
    {
        var cut = StoreText.Parse(Encoding.UTF8.GetBytes(text))
            .Without(keys.Select(static key => key.ToString()).ToHashSet(StringComparer.Ordinal));
        Encoding.UTF8.GetString(cut).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":{\"sessionId\":")]
    [InlineData("{\"a\":{}} x")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{/* */}")]
    [InlineData("\uFEFF{}")]
    public void What_is_no_json_object_is_refused(string text) =>
        Should.Throw<JsonException>(() => StoreText.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_text_are_carried_along_and_say_nothing()
    {
        byte[] text = [.. "{\"a\":{\"sessionId\":\"\xff\",\"updatedAt\":1},\"b\":1}"u8];
        text[text.AsSpan().IndexOf((byte)0xc3)] = 0xff;
        var store = StoreText.Parse(text);
        store.Find("a")!.SessionId.ShouldBeNull();
        store.Find("a")!.UpdatedAt.ShouldBe(1);
        store.Without(new HashSet<string>(StringComparer.Ordinal) { "b" }).ShouldBe([.. text.AsSpan(0, text.Length - 7), (byte)'}']);
    }

    [Fact]
    public void Of_two_members_with_one_key_and_of_two_fields_with_one_name_the_last_counts()
    {
        var store = StoreText.Parse("""{"a":{"updatedAt":1},"a":{"updatedAt":2,"updatedAt":3,"x":{"updatedAt":9}}}"""u8.ToArray());
        store.Find("a")!.UpdatedAt.ShouldBe(3);
        store.Members.Where(store.Counts).ShouldHaveSingleItem();
    }

    [Fact]
    public void Deep_nesting_is_refused_and_not_a_crash() =>
        Should.Throw<JsonException>(() => StoreText.Parse(Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', 100_000)}")));
}
