using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FlowFunctions.Steps.Http;
using static FlowFunctions.Steps.Tests.Http.HttpBench;

namespace FlowFunctions.Steps.Tests.Http;

[Collection(LoopbackCollection.Name)]
public sealed class HttpResponseTests(LoopbackServer server)
{
    [Theory]
    [InlineData("application/json", """{"a": [1, "ö"]}""", """{"a":[1,"ö"]}""")]
    [InlineData("application/problem+json; charset=utf-8", "7", "7")]
    [InlineData("application/json", "\uFEFF{}", "{}")]
    [InlineData("application/json", "{oops", "\"{oops\"")]
    [InlineData("text/html", "<p>ö</p>", "\"<p>ö</p>\"")]
    [InlineData("application/xml", "<a/>", "\"<a/>\"")]
    [InlineData("text/plain; charset=no-such-charset", "a", "\"a\"")]
    [InlineData("application/json", "[\"\\ud800\"]", "\"[\\\"\\\\ud800\\\"]\"")]
    [InlineData("text/plain; charset=utf-7", "a", "\"a\"")]
    [InlineData("image/png", "hi", """{"base64":"aGk=","contentType":"image/png"}""")]
    [InlineData("", "plain", "\"plain\"")]
    [InlineData("", "a\0b", """{"base64":"YQBi","contentType":null}""")]
    [InlineData("application/json", "", "null")]
    public async Task Body_EachType_IsReadAsItSays(string type, string body, string expected)
    {
        var output = await SucceedAsync(Reply(type, Encoding.UTF8.GetBytes(body)));

        StepBench.AssertJson(expected, Engine.Payloads.Payload.From(output.GetProperty("body")));
    }

    [Theory]
    [InlineData("text/plain; charset=iso-8859-1")]
    [InlineData("text/plain; charset=\"ISO-8859-1\"")]
    public async Task Body_OtherCharset_IsDecoded(string type)
    {
        var output = await SucceedAsync(Reply(type, Encoding.Latin1.GetBytes("Grüße")));

        Assert.Equal("Grüße", output.GetProperty("body").GetString());
    }

    [Fact]
    public async Task Body_JsonNestedTooDeep_StaysText()
    {
        var deep = new string('[', 100) + new string(']', 100);

        Assert.Equal(
            deep,
            (await SucceedAsync(Reply("application/json", Encoding.UTF8.GetBytes(deep))))
                .GetProperty("body")
                .GetString()
        );
    }

    [Fact]
    public async Task Headers_Repeated_AreJoinedUnderLowerCaseNames()
    {
        var output = await SucceedAsync(
            $$"""{"url":"{{server.Http}}/reply","query":{"body":"","header":["X-Tag=a","X-Tag=b","ETag=\"1\""]} }"""
        );

        var headers = output.GetProperty("headers");
        Assert.Equal("a, b", headers.GetProperty("x-tag").GetString());
        Assert.Equal("\"1\"", headers.GetProperty("etag").GetString());
    }

    [Theory]
    [InlineData("""["2xx",404]""", 404)]
    [InlineData("""["4xx"]""", 418)]
    [InlineData("""[500]""", 500)]
    public async Task OkStatus_Given_CountsAsSuccess(string ok, int status)
    {
        var output = await SucceedAsync($$"""{"url":"{{server.Http}}/status/{{status}}","okStatus":{{ok}}}""");

        Assert.Equal(status, output.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task Body_AtTheLimit_IsRead(int bytes, bool isRead)
    {
        var with = $$"""{"maxResponseBytes":1000,{{Reply("text/plain", new byte[bytes])[1..]}}""";

        if (isRead)
        {
            Assert.Equal(bytes, (await SucceedAsync(with)).GetProperty("body").GetString()!.Length);
        }
        else
        {
            Assert.Equal(HttpErrorCodes.ResponseTooLarge, (await ErrorOfAsync(with)).Code);
        }
    }

    [Fact]
    public async Task Body_CompressedBomb_StopsAtTheLimitAfterDecompression()
    {
        var error = await ErrorOfAsync($$"""{"url":"{{server.Http}}/bomb"}""");

        Assert.Equal((HttpErrorCodes.ResponseTooLarge, false), (error.Code, error.Retryable));
    }

    [Fact]
    public async Task Body_Compressed_IsDecompressed()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("hello"u8.ToArray());
        }

        var body = Convert.ToBase64String(compressed.ToArray());
        var output = await SucceedAsync(
            $$"""{"url":"{{server.Http}}/reply","query":{"header":"Content-Encoding=gzip","type":"text/plain","body":"{{body}}"} }"""
        );

        Assert.Equal("hello", output.GetProperty("body").GetString());
    }

    [Fact]
    public async Task Body_OfHead_IsNullWhateverItsLength()
    {
        await using var large = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n");

        var output = await SucceedAsync($$"""{"url":"{{large.Url}}","method":"HEAD"}""");

        Assert.Equal(JsonValueKind.Null, output.GetProperty("body").ValueKind);
    }

    [Fact]
    public async Task Body_EndlessStream_StopsAtTheLimit()
    {
        await using var endless = new RawServer("HTTP/1.1 200 OK\r\n\r\n" + new string('x', 5000), holds: true);

        var error = await ErrorOfAsync($$"""{"url":"{{endless.Url}}","maxResponseBytes":4000}""");

        Assert.Equal(HttpErrorCodes.ResponseTooLarge, error.Code);
    }

    private string Reply(string type, byte[] body) =>
        $$$"""
            {"url":"{{{server.Http}}}/reply","query":{"type":{{{(
                type.Length == 0 ? "null" : JsonText(type)
            )}}},"body":"{{{Convert.ToBase64String(body)}}}"}}
            """;

    private static string JsonText(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
