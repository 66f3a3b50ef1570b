using ActorSweeper.Core.Recurrence;

namespace ActorSweeper.Core.Tests.Recurrence;

public sealed class CronRefusals
{
    [Fact]
    public void F75_a_backwards_range_is_refused_at_creation_with_a_text_that_names_it()
    {
        CronExpression.TryParse("0 21-5 * * *", out var expression, out var error).ShouldBeFalse();
        expression.ShouldBeNull();
        error.ShouldNotBeNull().Message.ShouldBe(
            "cron expression '0 21-5 * * *', field hour: '21-5' is a range that runs backwards; " +
            "expected its smaller end first, or '21-23,0-5'");
        error.Field.ShouldBe("hour");
        error.OffendingText.ShouldBe("21-5");
    }

    [Fact]
    public void The_way_out_that_the_refusal_of_a_backwards_range_offers_is_accepted() =>
        CronExpression.Parse("0 21-23,0-5 * * *").ToString().ShouldBe("0 21-23,0-5 * * *");

    [Theory]
    [InlineData("60 * * * *", "minute", "60", "0-59")]
    [InlineData("* 24 * * *", "hour", "24", "0-23")]
    [InlineData("* * 0 * *", "day of month", "0", "1-31, L, L-n, nW or LW")]
    [InlineData("* * 32W * *", "day of month", "32W", "1-31, L, L-n, nW or LW")]
    [InlineData("* * L-31 * *", "day of month", "L-31", "L-1 to L-30")]
    [InlineData("* * 1-5W * *", "day of month", "1-5W", "1-31, L, L-n, nW or LW")]
    [InlineData("* * * 13 *", "month", "13", "1-12, JAN-DEC")]
    [InlineData("* * * mon *", "month", "mon", "1-12, JAN-DEC")]
    [InlineData("* * * * 8", "day of week", "8", "0-7, SUN-SAT, dL or d#1 to d#5")]
    [InlineData("* * * * L", "day of week", "L", "0-7, SUN-SAT, dL or d#1 to d#5")]
    [InlineData("* * * * jan", "day of week", "jan", "0-7, SUN-SAT, dL or d#1 to d#5")]
    [InlineData("* * * * 5#6", "day of week", "5#6", "1 to 5 after the '#'")]
    [InlineData("60 * * * * *", "second", "60", "0-59")]
    [InlineData("1,,2 * * * *", "minute", "1,,2", "0-59")]
    [InlineData("/5 * * * *", "minute", "/5", "0-59")]
    [InlineData("?/5 * * * *", "minute", "?/5", "0-59")]
    [InlineData("*/0 * * * *", "minute", "*/0", "a step of 1 or more after the '/'")]
    [InlineData("*/5/5 * * * *", "minute", "*/5/5", "0-59")]
    [InlineData("1-5-7 * * * *", "minute", "1-5-7", "two values of 0-59 joined by '-'")]
    [InlineData("5,7,5 * * * *", "minute", "5", "each value once")]
    [InlineData("99999999999999999999 * * * *", "minute", "99999999999999999999", "0-59")]
    [InlineData("0 0 31 2,4 *", "day of month", "31", "a date that exists")]
    [InlineData("0 0 31W apr *", "day of month", "31W", "a date that exists")]
    [InlineData("0 0 L-30 2 *", "day of month", "L-30", "a date that exists")]
    public void A_refusal_names_the_field_the_text_and_what_was_expected(string text, string field, string offending, string expected)
    {
        var error = Should.Throw<CronFormatException>(() => CronExpression.Parse(text));
        (error.Expression, error.Field, error.OffendingText, error.Expected).ShouldBe((text, field, offending, expected));
        error.Message.ShouldContain($"field {field}: '{offending}' ");
        error.Message.ShouldEndWith($"; expected {expected}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("* * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("@never")]
    [InlineData("@daily extra")]
    public void Text_of_the_wrong_shape_is_refused_as_a_whole(string text) =>
        Should.Throw<CronFormatException>(() => CronExpression.Parse(text)).Field.ShouldBeNull();

    [Fact]
    public void Missing_text_is_refused_without_an_exception_when_only_tried() =>
        CronExpression.TryParse(null, out _, out _).ShouldBeFalse();
}
