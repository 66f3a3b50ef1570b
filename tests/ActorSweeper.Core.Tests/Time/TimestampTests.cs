using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Time;

[Collection(HostZone.Name)]
public sealed class TimestampTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(HostZone.Names), MemberType = typeof(HostZone))]
    public void F03_zone_less_text_of_the_store_is_UTC_whatever_the_zone_of_the_host(string hostZone) =>
        HostZone.Within(hostZone, () =>
        {
            Timestamp.Parse("2026-01-10 12:00:00").ShouldBe(Noon);
            Timestamp.Parse("2026-01-10T13:00:00+01:00").ShouldBe(Noon);
            Timestamp.Parse("2026-01-10T12:00:00Z").ShouldBe(Noon);
            Timestamp.Parse("2026-01-10T12:00:00").ShouldBe(Noon);
            (Noon.AddSeconds(5) - Timestamp.Parse("2026-01-10 12:00:00")!.Value).TotalMilliseconds.ShouldBe(5_000);
            Timestamp.ToSqlite(Noon).ShouldBe("2026-01-10 12:00:00");
            Timestamp.ToIso(Noon.ToOffset(TimeSpan.FromHours(9))).ShouldBe("2026-01-10T12:00:00.000Z");
        });

    [Theory]
    [MemberData(nameof(HostZone.Names), MemberType = typeof(HostZone))]
    public void F80_a_naive_one_time_run_is_read_in_the_zone_of_its_series_on_every_host(string hostZone) =>
        HostZone.Within(hostZone, () =>
        {
            var zone = Zones.Find("America/Los_Angeles");
            var expected = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
            Timestamp.ParseIn("2026-03-01T17:00:00", zone).ShouldBe(expected);
            Timestamp.ParseIn("2026-03-01T17:00:00-08:00", zone).ShouldBe(expected);
            Timestamp.ParseIn("2026-03-01T17:00:00Z", zone).ShouldBe(expected.AddHours(-8));
        });

    [Theory]
    [InlineData("2026-03-08T02:30:00.500", "2026-03-08T10:00:00.000Z")]
    [InlineData("2026-03-08T03:00:00.500", "2026-03-08T10:00:00.500Z")]
    [InlineData("2026-11-01 01:30:00.250", "2026-11-01T08:30:00.250Z")]
    [InlineData("2026-11-01", "2026-11-01T07:00:00.000Z")]
    public void Naive_text_in_a_gap_means_its_end_and_in_a_repeated_hour_the_first_pass(string text, string expected) =>
        Timestamp.ToIso(Timestamp.ParseIn(text, Zones.Find("America/Los_Angeles"))!.Value).ShouldBe(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("1776686400000")]
    [InlineData(" 2026-01-10 12:00:00")]
    [InlineData("2026-01-10 12:00:00\n")]
    [InlineData("2026-01-10  12:00:00")]
    [InlineData("2026-02-29 12:00:00")]
    [InlineData("2026-13-01 12:00:00")]
    [InlineData("2026-01-00 12:00:00")]
    [InlineData("2026-01-10 24:00:00")]
    [InlineData("2026-01-10 23:59:60")]
    [InlineData("2026-01-10 12:60:00")]
    [InlineData("2026-01-10T12:00:00+24:00")]
    [InlineData("2026-01-10T12:00:00+01:60")]
    [InlineData("2026-01-10T12:00:00.")]
    [InlineData("2026-01-10T12Z")]
    [InlineData("２０２６-01-10 12:00:00")]
    [InlineData("0000-12-31T12:00:00Z")]
    [InlineData("-000001-12-31T12:00:00Z")]
    [InlineData("+010000-01-01T00:00:00Z")]
    [InlineData("+999999-01-01T00:00:00Z")]
    public void Text_that_is_no_time_is_answered_with_nothing(string? text)
    {
        Timestamp.Parse(text).ShouldBeNull();
        Timestamp.ParseIn(text, TimeZoneInfo.Utc).ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-01-10t12:00:00z", 0)]
    [InlineData("2026-01-10T17:45+0545", 0)]
    [InlineData("2026-01-10 12:00:00.1", 100)]
    [InlineData("2026-01-10 12:00:00.9999999999999999", 999)]
    [InlineData("2026-01-10 12:00:00.0009", 0)]
    public void Harmless_variations_are_read_and_digits_finer_than_a_millisecond_cut_off(string text, int milliseconds) =>
        Timestamp.Parse(text).ShouldBe(Noon.AddMilliseconds(milliseconds));

    [Theory]
    [InlineData("0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    [InlineData("2024-02-29T12:34:56.789Z")]
    public void What_is_written_is_read_back_unchanged(string text) =>
        Timestamp.ToIso(Timestamp.Parse(text)!.Value).ShouldBe(text);

    [Fact]
    public void Both_written_forms_cut_off_what_they_cannot_hold()
    {
        var late = Noon.AddMilliseconds(999).AddTicks(9999);
        Timestamp.ToSqlite(late).ShouldBe("2026-01-10 12:00:00");
        Timestamp.ToIso(late).ShouldBe("2026-01-10T12:00:00.999Z");
    }

    [Fact]
    public void Years_just_outside_the_calendar_count_when_their_offset_brings_them_inside()
    {
        Timestamp.Parse("0000-12-31T23:00:00-02:00").ShouldBe(DateTimeOffset.MinValue.AddHours(1));
        Timestamp.Parse("0001-01-01T00:00:00+01:00").ShouldBeNull();
        Timestamp.Parse("9999-12-31T23:00:00-02:00").ShouldBeNull();
    }
}
