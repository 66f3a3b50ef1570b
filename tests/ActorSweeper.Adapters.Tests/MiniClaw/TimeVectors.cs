using System.Text.Json;
using ActorSweeper.Adapters.MiniClaw;

namespace ActorSweeper.Adapters.Tests.MiniClaw;

public sealed class TimeVectors
{
    private static readonly List<JsonElement> Rows = [.. Vectors.Read().GetProperty("timestamps").EnumerateArray()];

    public static TheoryData<int, string> Texts() =>
        new(Rows.Select((row, index) => (index, row.GetProperty("last_accessed").GetString()!)));

    [Fact]
    public void There_are_thirty_eight_forms() => Rows.Count.ShouldBe(38);

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_the_time_that_MiniClaw_reads_or_none(int index, string text)
    {
        var isTime = NanoTimeText.TryRead(text, out var time);

        isTime.ShouldBe(Rows[index].GetProperty("ok").GetBoolean());
        if (!isTime)
            return;
        (time.Seconds * 1000 + time.Nanoseconds / 1_000_000).ShouldBe(Rows[index].GetProperty("unixMs").GetInt64());
        // The form that MiniClaw writes back is the same instant, to the nanosecond.
        NanoTimeText.TryRead(Rows[index].GetProperty("rewrittenAs").GetString()!, out var rewritten).ShouldBeTrue();
        rewritten.ShouldBe(time);
    }

    [Theory]
    [InlineData("2025-01-01T00:00:00.123456789Z", 123_456_789)]
    [InlineData("2025-01-01T00:00:00.1234567891234Z", 123_456_789)]
    [InlineData("2025-01-01T00:00:00.000000001Z", 1)]
    [InlineData("2025-01-01T00:00:00.1Z", 100_000_000)]
    public void Nanoseconds_are_kept_and_finer_digits_cut(string text, int nanoseconds)
    {
        NanoTimeText.TryRead(text, out var time).ShouldBeTrue();
        time.ShouldBe(new NanoTime(1_735_689_600, nanoseconds));
    }

    [Theory]
    [InlineData("2025-13-01T00:00:00Z")]
    [InlineData("2025-00-01T00:00:00Z")]
    [InlineData("2025-01-00T00:00:00Z")]
    [InlineData("1900-02-29T00:00:00Z")]
    [InlineData("2025-01-01T00:00:61Z")]
    [InlineData("2025-01-01T00:60:00Z")]
    [InlineData("225-01-01T00:00:00Z")]
    [InlineData("12025-01-01T00:00:00Z")]
    [InlineData("+999999999-01-01T00:00:00Z")]
    [InlineData("2025-01-01T00:00:00ZZ")]
    [InlineData("2025-01-01T00:00:00+2:00")]
    [InlineData("2025-01-01TT00:00:00Z")]
    [InlineData("2025-01-01T00:00:00\nZ")]
    [InlineData("2025-01-01T00:00:00\0Z")]
    public void What_is_no_time_is_none(string text) => NanoTimeText.TryRead(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, 0, 1, true)]
    [InlineData(0, 1, 0, false)]
    [InlineData(-1, 999_999_999, 0, true)]
    public void One_nanosecond_orders_two_times(long seconds, int nanoseconds, int other, bool isEarlier) =>
        new NanoTime(0, other).IsAfter(new NanoTime(seconds, nanoseconds)).ShouldBe(isEarlier);

    [Fact]
    public void A_clock_before_1970_and_a_span_across_a_second_are_exact()
    {
        NanoTime.Of(DateTimeOffset.UnixEpoch.AddTicks(-1)).ShouldBe(new NanoTime(-1, 999_999_900));
        new NanoTime(-1, 999_999_901).Plus(TimeSpan.FromTicks(1)).ShouldBe(new NanoTime(0, 1));
        new NanoTime(0, 1).Plus(TimeSpan.FromTicks(-1)).ShouldBe(new NanoTime(-1, 999_999_901));
    }
}
