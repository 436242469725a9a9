using System.Text.Json;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Tests.Schema;

public sealed class FormatTests
{
    [Theory]
    [InlineData(
        "date-time",
        "2026-02-28T23:59:60Z|1990-12-31T15:59:60-08:00|2026-01-31t12:00:00.123+05:30",
        "2026-02-29T00:00:00Z|2026-01-31 12:00:00Z|2026-01-31T12:00:00|2026-01-31T12:00:60Z|2026-01-31T24:00:00Z"
    )]
    [InlineData("date", "2024-02-29", "2023-02-29|2026-13-01|26-01-01|2026-1-1|٢٠٢٦-01-01")]
    [InlineData("time", "12:00:00Z|23:59:60+00:00", "12:00:00|12:00Z|22:59:60Z")]
    [InlineData("duration", "P1D|PT1H30M|P1Y2M3DT4H5M6S|P2W|PT0S", "P|PT|1D|P1S|P1YT|P1W1D|P1D1Y")]
    [InlineData("email", "a@b.c|a.b+c@example.com", "a|a@|@b|a b@c|a..b@c|a@-b")]
    [InlineData("hostname", "example.com|xn--nxasmq6b|a", "-a|a-|a..b|a_b|")]
    [InlineData("ipv4", "127.0.0.1|255.255.255.255", "256.0.0.1|1.2.3|01.2.3.4|1.2.3.4.")]
    [InlineData("ipv6", "::1|2001:db8::1|::ffff:1.2.3.4", "1::2::3|12345::|fe80::1%eth0|1.2.3.4")]
    [InlineData(
        "uri",
        "https://u@example.com:8080/a?b#c|urn:isbn:1|mailto:a@b.c|http://[::1]/|file:///a",
        "/relative|//host/a|a b:c|http://a b|:a|http://a/%zz"
    )]
    [InlineData("uri-reference", "../a?b#c||#x|//host/a|https://a.b", "a b|\\\\host|%|1:a|a^b")]
    [InlineData(
        "uuid",
        "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
        "2eb8aa08aa9811eab4aa73b441d16380|2eb8aa08-aa98-11ea-b4aa-73b441d1638"
    )]
    [InlineData("json-pointer", "|/a~1b/0|/", "a|/~2|#/a")]
    [InlineData("relative-json-pointer", "0|1/a|2#", "01|-1|/a|1##")]
    [InlineData("regex", "^a+$|\\p{L}", "(|(?=a)|\\a")]
    public void Validate_AssertedFormat_TellsGoodFromBad(string format, string good, string bad)
    {
        var asserted = JsonSchema.Parse($$"""{"format":"{{format}}"}""", new() { AssertFormat = true });
        var noted = JsonSchema.Parse($$"""{"format":"{{format}}"}""");

        Assert.All(good.Split('|'), text => Assert.True(asserted.IsValid(Text(text)), text));
        Assert.All(bad.Split('|'), text => Assert.False(asserted.IsValid(Text(text)), text));
        Assert.All(bad.Split('|'), text => Assert.True(noted.IsValid(Text(text)), text));
        Assert.StartsWith("must be a", asserted.Validate(Text(bad.Split('|')[0]))[0].Message, StringComparison.Ordinal);
        Assert.True(asserted.IsValid(JsonElement.Parse("1")));
    }

    [Fact]
    public void Validate_UnknownFormat_IsANote() =>
        Assert.True(JsonSchema.Parse("""{"format":"colour"}""", new() { AssertFormat = true }).IsValid(Text("?")));

    private static JsonElement Text(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");
}
