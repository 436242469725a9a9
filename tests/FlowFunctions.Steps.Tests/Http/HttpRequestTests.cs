using System.Text.Json;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Http;
using static FlowFunctions.Steps.Tests.Http.HttpBench;

namespace FlowFunctions.Steps.Tests.Http;

[Collection(LoopbackCollection.Name)]
public sealed class HttpRequestTests(LoopbackServer server)
{
    [Theory]
    [InlineData("GET", null)]
    [InlineData("HEAD", null)]
    [InlineData("OPTIONS", null)]
    [InlineData("POST", "r1/step/2")]
    [InlineData("PUT", "r1/step/2")]
    [InlineData("PATCH", "r1/step/2")]
    [InlineData("DELETE", "r1/step/2")]
    public async Task Method_EachOne_IsSentAndUnsafeOnesCarryAnIdempotencyKey(string method, string? key)
    {
        var output = await SucceedAsync($$"""{"url":"{{server.Http}}/echo","method":"{{method}}"}""");

        Assert.Equal(200, output.GetProperty("status").GetInt32());
        if (method == "HEAD")
        {
            Assert.Equal(JsonValueKind.Null, output.GetProperty("body").ValueKind);
            return;
        }

        Assert.Equal(method, output.GetProperty("body").GetProperty("method").GetString());
        Assert.Equal(key, SentHeader(output, "idempotency-key"));
        Assert.Matches(@"^FlowFunctions/\d+\.\d+\.\d+$", SentHeader(output, "user-agent"));
    }

    [Theory]
    [InlineData("/echo", "/echo?a=1&b=x%20y%26&c=true&d=1&d=2")]
    [InlineData("/echo?", "/echo?a=1&b=x%20y%26&c=true&d=1&d=2")]
    [InlineData("/echo?z=0#part", "/echo?z=0&a=1&b=x%20y%26&c=true&d=1&d=2")]
    public async Task Query_EachKind_IsAppendedEscaped(string path, string sent)
    {
        var output = await SucceedAsync(
            $$$"""{"url":"{{{server.Http}}}{{{path}}}","query":{"a":1,"b":"x y&","c":true,"d":[1,"2"],"e":null,"f":"{{ undefined }}"}}"""
        );

        Assert.Equal(sent, output.GetProperty("body").GetProperty("url").GetString());
    }

    [Fact]
    public async Task Headers_Given_AreSentAndReplaceThoseOfTheStep()
    {
        var output = await SucceedAsync(
            $$"""
            {"url":"{{server.Http}}/echo","method":"POST",
             "headers":{"X-One":"1","X-Two":2,"X-Three":null,"user-agent":"mine","idempotency-key":"k","Content-Type":"text/csv"},
             "body":{"text":"a;b"} }
            """
        );

        Assert.Equal("1", SentHeader(output, "x-one"));
        Assert.Equal("2", SentHeader(output, "x-two"));
        Assert.Null(SentHeader(output, "x-three"));
        Assert.Equal("mine", SentHeader(output, "user-agent"));
        Assert.Equal("k", SentHeader(output, "idempotency-key"));
        Assert.Equal("text/csv", SentHeader(output, "content-type"));
    }

    [Theory]
    [InlineData("""{"json":{"n":"{{ input.n }}"}}""", """{"n":3}""", "application/json")]
    [InlineData("""{"json":null}""", "null", "application/json")]
    [InlineData(
        """{"json":{"ö": [1, 2]},"contentType":"application/ld+json"}""",
        """{"ö":[1,2]}""",
        "application/ld+json"
    )]
    [InlineData("""{"text":"Grüße"}""", "Grüße", "text/plain; charset=utf-8")]
    [InlineData("""{"contentType":"application/xml","text":"<a/>"}""", "<a/>", "application/xml")]
    [InlineData("""{"form":{"a":"x y","b":2}}""", "a=x+y&b=2", "application/x-www-form-urlencoded")]
    [InlineData("""{"binary":"aGk="}""", "hi", "application/octet-stream")]
    public async Task Body_EachForm_IsSent(string body, string sent, string contentType)
    {
        var output = await SucceedAsync($$"""{"url":"{{server.Http}}/echo","method":"POST","body":{{body}}}""");

        Assert.Equal(sent, Sent(output).Replace("\": [1, 2]", "\":[1,2]", StringComparison.Ordinal));
        Assert.Equal(contentType, SentHeader(output, "content-type"));
    }

    [Fact]
    public async Task Body_Multipart_HasAllParts()
    {
        var output = await SucceedAsync(
            $$"""
            {"url":"{{server.Http}}/echo","method":"POST","body":{"multipart":[
              {"name":"note","text":"hello"},{"name":"file","binary":"aGk=","fileName":"a.txt","contentType":"text/plain"}]} }
            """
        );

        var parts = Sent(output);
        Assert.StartsWith(
            "multipart/form-data; boundary=",
            SentHeader(output, "content-type"),
            StringComparison.Ordinal
        );
        Assert.Contains("name=note\r\n\r\nhello\r\n", parts, StringComparison.Ordinal);
        Assert.Contains("name=file; filename=a.txt", parts, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nhi\r\n", parts, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"basic","username":"Ada","password":"pw"}""", "authorization", "Basic QWRhOnB3")]
    [InlineData("""{"type":"bearer","token":"tok"}""", "authorization", "Bearer tok")]
    [InlineData("""{"type":"header","name":"X-Api-Key","value":"k"}""", "x-api-key", "k")]
    public async Task Auth_EachKind_IsSent(string auth, string header, string value)
    {
        var output = await SucceedAsync($$"""{"url":"{{server.Http}}/echo","auth":{{auth}}}""");

        Assert.Equal(value, SentHeader(output, header));
    }

    [Theory]
    [InlineData("""{"auth":{"type":"bearer","token":"{{ secrets.T }}"}}""", "authorization", "Bearer ***")]
    [InlineData(
        """{"auth":{"type":"basic","username":"u","password":"{{ secrets.T }}"}}""",
        "authorization",
        "Basic ***"
    )]
    [InlineData("""{"headers":{"X-Key":"{{ secrets.T }}"}}""", "x-key", "***")]
    public async Task Secret_EchoedByTheServer_IsMasked(string with, string header, string value)
    {
        var output = await SucceedAsync($$"""{"url":"{{server.Http}}/echo",{{with[1..]}}""");

        Assert.Equal(value, SentHeader(output, header));
        Assert.DoesNotContain("s3cret", output.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"headers":{"X-A":"{{ 'a\\r\\nX-B: c' }}"}}""", "/headers/X-A")]
    [InlineData("""{"headers":{"X-A":"ö"}}""", "/headers/X-A")]
    [InlineData("""{"headers":{"X A":"1"}}""", "/headers/X A")]
    [InlineData("""{"headers":{"X/~A":"1"}}""", "/headers/X~1~0A")]
    [InlineData("""{"headers":{"Content-Length":"1"}}""", "/headers/Content-Length")]
    [InlineData("""{"headers":{"transfer-encoding":"chunked"}}""", "/headers/transfer-encoding")]
    [InlineData("""{"auth":{"type":"header","name":"Host","value":"x"}}""", "/auth")]
    [InlineData("""{"auth":{"type":"bearer","token":"{{ 'a\\nb' }}"}}""", "/auth/token")]
    [InlineData("""{"auth":{"type":"basic","username":"a:b","password":"c"}}""", "/auth/username")]
    [InlineData("""{"body":{"binary":"!"}}""", "/body/binary")]
    [InlineData("""{"body":{"text":"x","contentType":"nonsense"}}""", "/body/contentType")]
    [InlineData("""{"body":{"multipart":[{"name":"a\"b","text":"x"}]}}""", "/body/multipart/0/name")]
    [InlineData("""{"timeout":"0s"}""", "/timeout")]
    [InlineData("""{"timeout":"2d"}""", "/timeout")]
    [InlineData("""{"method":"{{ 'TRACE' }}"}""", "/method")]
    public async Task Input_ThatCannotBeSent_IsRefusedWithItsPlace(string with, string pointer)
    {
        var error = await ErrorOfAsync($$"""{"url":"{{server.Http}}/echo",{{with[1..]}}""");

        Assert.Equal((ErrorCodes.InputInvalid, false), (error.Code, error.Retryable));
        Assert.Equal(pointer, error.Details!.Element.GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("/orders")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    [InlineData("https://user:pw@example.com/")]
    public async Task Url_ThatCannotBeRequested_IsInvalid(string url)
    {
        var error = await ErrorOfAsync($$"""{"url":"{{url}}"}""");

        Assert.Equal((HttpErrorCodes.InvalidUrl, false), (error.Code, error.Retryable));
    }
}
