using System.Globalization;
using System.Text.Json;

namespace ActorSweeper.Hocon.Tests.Golden;

public sealed class UnitVectorTests
{
    public static TheoryData<string> Names => Vectors.Units.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Durations_and_sizes_read_as_in_the_reference_implementation(string name)
    {
        var vector = Vectors.Units[name];
        var config = HoconDocument.ParseText($$"""{"value": {{vector.GetProperty("value").GetRawText()}}}""", name).Resolve();
        var duration = vector.GetProperty("kind").GetString() == "duration";
        var expect = vector.GetProperty("expect");
        if (expect.TryGetProperty("error", out _))
        {
            var error = Should.Throw<HoconException>(() => duration ? config.GetNanoseconds("value") : config.GetSize("value"));
            error.Kind.ShouldBe(HoconErrorKind.BadValue);
        }
        else if (duration)
        {
            config.GetNanoseconds("value").ShouldBe(expect.GetProperty("ns").GetInt64());
            (config.GetDuration("value").Ticks / TimeSpan.TicksPerMillisecond).ShouldBe(expect.GetProperty("ms").GetInt64());
        }
        else
        {
            CheckSize(config, expect);
        }
    }

    private static void CheckSize(HoconObject config, JsonElement expect)
    {
        var bytes = expect.GetProperty("bytes").GetString()!;
        config.GetValue("value").AsBigSize("value").ToString(CultureInfo.InvariantCulture).ShouldBe(bytes);
        if (expect.GetProperty("int64").GetBoolean()) config.GetSize("value").ToString(CultureInfo.InvariantCulture).ShouldBe(bytes);
        else Should.Throw<HoconException>(() => config.GetSize("value")).Kind.ShouldBe(HoconErrorKind.BadValue);
    }
}
