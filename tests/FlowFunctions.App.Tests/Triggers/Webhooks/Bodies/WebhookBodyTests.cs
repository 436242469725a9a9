using System.Text;
using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Triggers.Webhooks.Bodies;

namespace FlowFunctions.App.Tests.Triggers.Webhooks.Bodies;

public sealed class WebhookBodyTests
{
    [Theory]
    [InlineData("application/json", """{"a":[1,"é"]}""", """{"a":[1,"é"]}""")]
    [InlineData("application/vnd.api+json; charset=utf-8", "[1]", "[1]")]
    [InlineData("text/json", "\uFEFF{}", "{}")]
    [InlineData("text/plain", "a \"b\"\n", "\"a \\\"b\\\"\\n\"")]
    [InlineData("application/xml", "<a/>", "\"<a/>\"")]
    [InlineData("application/x-www-form-urlencoded", "a=1&b=x+y%26&a=2&c", """{"a":["1","2"],"b":"x y&","c":""}""")]
    [InlineData("application/x-www-form-urlencoded", "&=x&&a%3Db=%zz%4z%4", """{"":"x","a=b":"%zz%4z%4"}""")]
    [InlineData("application/x-www-form-urlencoded; charset=iso-8859-1", "a=%E9&A=2", """{"a":"é","A":"2"}""")]
    [InlineData(
        "application/x-www-form-urlencoded",
        "a=%FF",
        """{"base64":"YT0lRkY=","contentType":"application/x-www-form-urlencoded"}"""
    )]
    [InlineData("image/png", "abc", """{"base64":"YWJj","contentType":"image/png"}""")]
    [InlineData("nonsense", "abc", """{"base64":"YWJj","contentType":"nonsense"}""")]
    [InlineData(null, "abc", """{"base64":"YWJj","contentType":null}""")]
    [InlineData(
        "text/plain; charset=no-such",
        "abc",
        """{"base64":"YWJj","contentType":"text/plain; charset=no-such"}"""
    )]
    [InlineData("text/plain; charset=utf-7", "abc", """{"base64":"YWJj","contentType":"text/plain; charset=utf-7"}""")]
    [InlineData("application/json", "", "null")]
    [InlineData(null, "", "null")]
    public async Task Read_ByContentType_MakesJson(string? type, string body, string expected)
    {
        var (text, value) = await ReadAsync(type, Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, text);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), value));
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("\"ISO-8859-1\"")]
    [InlineData("utf-16")]
    public async Task Read_TextInACharset_IsRecoded(string charset)
    {
        var body = Encoding.GetEncoding(charset.Trim('"')).GetBytes("grün");

        var (_, value) = await ReadAsync($"text/plain; charset={charset}", body);

        Assert.Equal("grün", value.GetString());
    }

    [Fact]
    public async Task Read_TextThatIsNone_KeepsItsBytes()
    {
        var (_, value) = await ReadAsync("text/plain", [0x61, 0xFF]);

        Assert.Equal([0x61, 0xFF], value.GetProperty("base64").GetBytesFromBase64());
    }

    [Theory]
    [InlineData("{\"a\":1,}", "LineNumber: 0 | BytePositionInLine: 7")]
    [InlineData("{\n\"a\" 1}", "LineNumber: 1")]
    [InlineData("{\"a\":1,\"a\":2}", "twice")]
    [InlineData("1, \"more\": 2", "LineNumber: 0")]
    [InlineData("\"\\ud800\"", "")]
    public async Task Read_JsonThatIsNone_IsRefusedWithItsPlace(string body, string place)
    {
        var problem = await RefusedAsync("application/json", Encoding.UTF8.GetBytes(body));

        Assert.Equal((400, "Webhook.Body"), (problem.Status, problem.Code));
        Assert.Contains(place, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_JsonNestedTooDeeply_IsRefused()
    {
        var deep = new string('[', 65) + new string(']', 65);

        Assert.Equal("Webhook.Body", (await RefusedAsync("application/json", Encoding.UTF8.GetBytes(deep))).Code);
        await ReadAsync("application/json", Encoding.UTF8.GetBytes(deep[1..^1]));
    }

    [Fact]
    public async Task Read_FormWithTooManyFields_IsRefused()
    {
        var body = string.Join('&', Enumerable.Range(0, WebhookLimits.MaxFields + 1).Select(static at => $"f{at}=1"));

        var problem = await RefusedAsync("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(body));

        Assert.Equal("Webhook.Body", problem.Code);
        Assert.Contains("1000", problem.Detail, StringComparison.Ordinal);
    }

    internal static async Task<(string Text, JsonElement Value)> ReadAsync(string? type, byte[] body)
    {
        var (text, value) = await WebhookBody.ReadAsync(type, body, CancellationToken.None);
        return (Encoding.UTF8.GetString(text.Span), value);
    }

    internal static async Task<Problem> RefusedAsync(string? type, byte[] body) =>
        (await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(type, body))).Problem;
}
