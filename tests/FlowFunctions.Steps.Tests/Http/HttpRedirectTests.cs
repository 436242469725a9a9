using System.Net;
using FlowFunctions.Steps.Http;
using static FlowFunctions.Steps.Tests.Http.HttpBench;

namespace FlowFunctions.Steps.Tests.Http;

[Collection(LoopbackCollection.Name)]
public sealed class HttpRedirectTests(LoopbackServer server)
{
    private string OtherOrigin => server.Http.Replace("127.0.0.1", "other.test", StringComparison.Ordinal);

    [Theory]
    [InlineData(301, "POST", "GET", "")]
    [InlineData(302, "POST", "GET", "")]
    [InlineData(303, "POST", "GET", "")]
    [InlineData(303, "PUT", "GET", "")]
    [InlineData(307, "POST", "POST", "hi")]
    [InlineData(308, "PUT", "PUT", "hi")]
    [InlineData(301, "PUT", "PUT", "hi")]
    public async Task Redirect_EachStatus_ChangesTheMethodAsItsRfcSays(
        int status,
        string method,
        string next,
        string body
    )
    {
        var output = await SucceedAsync(
            $$$"""
            {"url":"{{{server.Http}}}/redirect/{{{status}}}?to=/echo","method":"{{{method}}}","body":{"text":"hi"},
             "headers":{"Content-Language":"de"}}
            """
        );

        Assert.Equal(next, output.GetProperty("body").GetProperty("method").GetString());
        Assert.Equal(body, Sent(output));
        Assert.Equal(body.Length > 0 ? "de" : null, SentHeader(output, "content-language"));
    }

    [Fact]
    public async Task Redirect_ToTheSameOrigin_KeepsCredentials()
    {
        var output = await SucceedAsync(WithCredentials("/echo"));

        Assert.Equal("Bearer t", SentHeader(output, "authorization"));
        Assert.Equal("***", SentHeader(output, "x-key"));
    }

    [Theory]
    [InlineData("/echo")]
    [InlineData("/redirect/302?to=HOME/echo")]
    public async Task Redirect_ToAnotherOrigin_DropsCredentialsForGood(string path)
    {
        var to = OtherOrigin + path.Replace("HOME", server.Http, StringComparison.Ordinal);
        var output = await SucceedAsync(WithCredentials(Uri.EscapeDataString(to)));

        Assert.Null(SentHeader(output, "authorization"));
        Assert.Null(SentHeader(output, "cookie"));
        Assert.Null(SentHeader(output, "x-key"));
        Assert.Equal("kept", SentHeader(output, "x-plain"));
    }

    [Fact]
    public async Task Redirect_BodyWithSecretToAnotherOrigin_IsRefused()
    {
        var error = await ErrorOfAsync(
            $$$"""
            {"url":"{{{server.Http}}}/redirect/307?to={{{OtherOrigin}}}/echo","method":"POST",
             "body":{"form":{"client_secret":"{{ secrets.T }}"} } }
            """
        );

        Assert.Equal((HttpErrorCodes.Refused, false), (error.Code, error.Retryable));
    }

    [Fact]
    public async Task Redirect_Loop_EndsAfterTen()
    {
        var error = await ErrorOfAsync($$"""{"url":"{{server.Http}}/redirect/302"}""");

        Assert.Equal((HttpErrorCodes.TooManyRedirects, false), (error.Code, error.Retryable));
    }

    [Fact]
    public async Task Redirect_NotFollowed_IsAStatus()
    {
        var with = $$"""{"url":"{{server.Http}}/redirect/302?to=/echo","followRedirects":false}""";

        Assert.Equal("Http.302", (await ErrorOfAsync(with)).Code);
        Assert.Equal(
            "/echo",
            (await SucceedAsync($$"""{"okStatus":["3xx"],{{with[1..]}}"""))
                .GetProperty("headers")
                .GetProperty("location")
                .GetString()
        );
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", HttpErrorCodes.Refused)]
    [InlineData("http://[::ffff:169.254.169.254]/", HttpErrorCodes.Refused)]
    [InlineData("ftp://127.0.0.1/", HttpErrorCodes.InvalidUrl)]
    [InlineData("file:///etc/passwd", HttpErrorCodes.InvalidUrl)]
    public async Task Redirect_ToAForbiddenAddress_IsNotFollowed(string to, string code)
    {
        var error = await ErrorOfAsync($$"""{"url":"{{server.Http}}/redirect/302?to={{Uri.EscapeDataString(to)}}"}""");

        Assert.Equal((code, false), (error.Code, error.Retryable));
    }

    [Fact]
    public async Task Redirect_FromHttpsToHttp_IsRefused()
    {
        var error = await ErrorOfAsync(
            $$$"""{"url":"{{{server.Https}}}/redirect/302?to={{{server.Http}}}/echo","tls":{"verify":false}}"""
        );

        Assert.Equal(HttpErrorCodes.Refused, error.Code);
    }

    [Fact]
    public async Task Redirect_NameMovesToMetadata_IsRefusedWhenConnecting()
    {
        var options = Open with
        {
            Resolve = (host, cancellationToken) =>
                host == "rebind.test"
                    ? Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254")])
                    : ToLoopback(host, cancellationToken),
        };

        var error = await ErrorOfAsync($$"""{"url":"{{server.Http}}/redirect/302?to=http://rebind.test/"}""", options);

        Assert.Equal(HttpErrorCodes.Refused, error.Code);
    }

    private string WithCredentials(string to) =>
        $$$"""
            {"url":"{{{server.Http}}}/redirect/302?to={{{to}}}","auth":{"type":"bearer","token":"t"},
             "headers":{"X-Key":"{{ secrets.T }}","Cookie":"a=b","X-Plain":"kept"}}
            """;
}
