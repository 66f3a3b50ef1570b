using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Core.Tests.Retention.OpenClaw;

public sealed class ArchiveStampTests
{
    [Fact]
    public void The_name_has_three_digits_of_the_second_and_dashes_for_colons()
    {
        var at = new DateTimeOffset(2026, 3, 10, 14, 0, 0, 7, TimeSpan.FromHours(2));
        ArchiveStamp.Name("x.jsonl", ArchiveStamp.Deleted, at).ShouldBe("x.jsonl.deleted.2026-03-10T12-00-00.007Z");
    }

    [Theory]
    [InlineData("2026-03-10T12-00-00.007Z", "2026-03-10T12:00:00.007Z")]
    [InlineData("2026-03-10T12-00-00Z", "2026-03-10T12:00:00Z")]
    [InlineData("2026-02-30T00-00-00.000Z", "2026-03-02T00:00:00Z")]
    [InlineData("2024-02-31T00-00-00.000Z", "2024-03-02T00:00:00Z")]
    [InlineData("2026-12-31T24-00-00.000Z", "2027-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00-00-00.000Z", "0001-01-01T00:00:00Z")]
    public void An_instant_is_read_as_ecmascript_reads_it(string stamp, string instant) =>
        ArchiveStamp.Read($"x.jsonl.deleted.{stamp}", "deleted").ShouldBe(
            DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());

    [Fact]
    public void The_year_0_lies_before_the_year_1() =>
        ArchiveStamp.Read("x.deleted.0000-12-31T00-00-00Z", "deleted").ShouldBe(-62_135_596_800_000 - 86_400_000);

    [Theory]
    [InlineData("x.deleted.2026-13-41T00-00-00.000Z")]
    [InlineData("x.deleted.2026-00-10T00-00-00.000Z")]
    [InlineData("x.deleted.2026-01-32T00-00-00.000Z")]
    [InlineData("x.deleted.2026-01-00T00-00-00.000Z")]
    [InlineData("x.deleted.2026-01-01T24-00-01.000Z")]
    [InlineData("x.deleted.2026-01-01T25-00-00.000Z")]
    [InlineData("x.deleted.2026-01-01T00-60-00.000Z")]
    [InlineData("x.deleted.2026-01-01T00-00-60.000Z")]
    [InlineData("x.deleted.2026-03-01T00-00-00.00Z")]
    [InlineData("x.deleted.2026-03-01T00:00:00.000Z")]
    [InlineData("x.deleted.2026-03-01T00-00-00.000Z\n")]
    [InlineData("x.deleted.2026-03-01T00-00-00.000Z.zst")]
    [InlineData("x.deleted.٢٠٢٦-03-01T00-00-00.000Z")]
    [InlineData("x.Deleted.2026-03-01T00-00-00.000Z")]
    [InlineData("x.deleted.2026-03-01T00-00-00.000Z.deleted.soon")]
    [InlineData("x.reset.2026-03-01T00-00-00.000Z")]
    public void What_is_no_instant_is_no_archive(string name) => ArchiveStamp.Read(name, "deleted").ShouldBeNull();
}
