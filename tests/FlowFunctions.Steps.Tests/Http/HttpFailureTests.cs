using System.Net;
using System.Net.Sockets;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Http;
using static FlowFunctions.Steps.Tests.Http.HttpBench;

namespace FlowFunctions.Steps.Tests.Http;

[Collection(LoopbackCollection.Name)]
public sealed class HttpFailureTests(LoopbackServer server)
{
    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(425, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(504, true)]
    [InlineData(505, false)]
    public async Task Status_NotExpected_FailsWithItsCode(int status, bool retryable)
    {
        var error = await ErrorOfAsync($$"""{"url":"{{server.Http}}/status/{{status}}?secret=1"}""");

        Assert.Equal(($"Http.{status}", retryable), (error.Code, error.Retryable));
        Assert.StartsWith(
            $"GET {server.Http}/status/{status} answered {status}",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Null(error.RetryAfter);
        Assert.Equal(status, error.Details!.Element.GetProperty("status").GetInt32());
        Assert.Equal(4096, error.Details!.Element.GetProperty("body").GetString()!.Length);
        Assert.Equal("id-1", error.Details!.Element.GetProperty("headers").GetProperty("x-request-id").GetString());
        Assert.False(error.Details!.Element.GetProperty("headers").TryGetProperty("x-internal", out _));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("999999", 86400)]
    [InlineData("Wed, 02 Jan 2030 03:04:15 GMT", 10)]
    [InlineData("Wed, 02 Jan 2030 03:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public async Task RetryAfter_EachForm_IsTheLeastDelay(string retryAfter, int? seconds)
    {
        var error = await ErrorOfAsync(
            $$$"""{"url":"{{{server.Http}}}/status/503","query":{"retryAfter":"{{{retryAfter}}}"}}""",
            Open with
            {
                TimeProvider = new FixedClock(),
            }
        );

        Assert.Equal(seconds is { } some ? TimeSpan.FromSeconds(some) : null, error.RetryAfter);
    }

    [Fact]
    public async Task Connection_NobodyListens_IsConnect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}/";
        listener.Stop();

        await AssertRetryableAsync(HttpErrorCodes.Connect, $$"""{"url":"{{url}}"}""");
    }

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.TryAgain)]
    public async Task Name_NotResolved_IsDns(SocketError reason)
    {
        var options = Open with { Resolve = (_, _) => throw new SocketException((int)reason) };

        await AssertRetryableAsync(HttpErrorCodes.Dns, """{"url":"http://nowhere.test/"}""", options);
    }

    [Fact]
    public async Task Name_WithoutAddress_IsDns()
    {
        var options = Open with { Resolve = (_, _) => Task.FromResult<IPAddress[]>([]) };

        await AssertRetryableAsync(HttpErrorCodes.Dns, """{"url":"http://nowhere.test/"}""", options);
    }

    [Fact]
    public async Task Tls_SelfSigned_IsTls() =>
        await AssertRetryableAsync(HttpErrorCodes.Tls, $$"""{"url":"{{server.Https}}/echo"}""");

    [Fact]
    public async Task Tls_NotVerified_Succeeds() =>
        Assert.Equal(
            200,
            (await SucceedAsync($$$"""{"url":"{{{server.Https}}}/echo","tls":{"verify":false}}"""))
                .GetProperty("status")
                .GetInt32()
        );

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    public async Task Response_Broken_IsBrokenResponse(string answer)
    {
        await using var broken = new RawServer(answer);

        await AssertRetryableAsync(HttpErrorCodes.BrokenResponse, $$"""{"url":"{{broken.Url}}"}""");
    }

    [Fact]
    public async Task Response_BreaksOffAfterAnErrorStatus_KeepsTheStatus()
    {
        await using var broken = new RawServer(
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nshort"
        );

        var error = await ErrorOfAsync($$"""{"url":"{{broken.Url}}"}""");

        Assert.Equal("Http.404", error.Code);
        Assert.Equal("short", error.Details!.Element.GetProperty("body").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ndrip")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\ndrip")]
    public async Task Response_TooSlow_IsTimeout(string answer)
    {
        await using var slow = new RawServer(answer, holds: true);

        await AssertRetryableAsync(HttpErrorCodes.Timeout, $$"""{"url":"{{slow.Url}}","timeout":"150ms"}""");
    }

    [Fact]
    public async Task Cancellation_DuringARequest_IsCancelled()
    {
        await using var slow = new RawServer("", holds: true);
        using var cancel = new CancellationTokenSource();
        var execution = ExecuteAsync($$"""{"url":"{{slow.Url}}"}""", cancel.Token);
        await slow.Asked;
        await cancel.CancelAsync();

        Assert.Equal(ErrorCodes.Cancelled, Assert.IsType<StepOutcome.Failed>(await execution).Error.Code);
    }

    private static async Task AssertRetryableAsync(string code, string with, HttpStepOptions? options = null)
    {
        var error = await ErrorOfAsync(with, options);

        Assert.Equal((code, true), (error.Code, error.Retryable));
        Assert.StartsWith("GET http", error.Message, StringComparison.Ordinal);
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => StepBench.ReadyAt;
    }
}
