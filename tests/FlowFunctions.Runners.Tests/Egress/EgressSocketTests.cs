using System.Net;
using System.Net.Sockets;
using System.Text;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Egress;
using FlowFunctions.Runners.Tests.Folders;

namespace FlowFunctions.Runners.Tests.Egress;

[Collection(SiteCollection.Name)]
public sealed class EgressSocketTests(Site site)
{
    [Fact]
    public async Task Request_AbsoluteAddress_IsCarriedWithItsOwnHostAndClosed()
    {
        await using var gateway = new TestGateway();

        var answer = await gateway.AskAsync(
            $"POST http://site.test:{site.HttpPort}/echo?a=1 HTTP/1.1\r\nHost: other\r\nX-Mine: 1\r\nProxy-Connection: keep-alive\r\n"
                + "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nContent-Length: 2\r\n\r\nhi"
        );

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Contains(
            "POST http site.test ?a=1 [hi] Connection,Content-Length,Host,X-Mine",
            answer,
            StringComparison.Ordinal
        );
        Assert.Equal([$"Network: site.test:{site.HttpPort}"], gateway.Log.Of(ScriptLogLevel.Debug));
    }

    [Fact]
    public async Task Request_ThatWaitsForLeave_GetsItBeforeItsBody()
    {
        await using var gateway = new TestGateway();
        await using var stream = await gateway.ConnectAsync();

        await SendAsync(
            stream,
            $"POST http://site.test:{site.HttpPort}/echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 100", await ReceiveAsync(stream), StringComparison.Ordinal);
        await SendAsync(stream, "hi");

        Assert.StartsWith("HTTP/1.1 200", await ReceiveAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tunnel_OneSideDone_StillCarriesTheOther()
    {
        const int Size = 3_000_000;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var gateway = new TestGateway();
        await using var stream = await gateway.ConnectAsync();
        await SendAsync(stream, $"CONNECT site.test:{port} HTTP/1.1\r\n\r\nearly");
        Assert.Equal("HTTP/1.1 200 Connected\r\n\r\n", await ReceiveAsync(stream));
        using var server = await listener.AcceptTcpClientAsync();

        await stream.WriteAsync(new byte[Size]);
        stream.Socket.Shutdown(SocketShutdown.Send);
        using var received = new MemoryStream();
        await server.GetStream().CopyToAsync(received).WaitAsync(TimeSpan.FromSeconds(30));
        await server.GetStream().WriteAsync(new byte[Size]);
        server.Close();
        using var answered = new MemoryStream();
        await stream.CopyToAsync(answered).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(Size + "early".Length, received.Length);
        Assert.Equal(Size, answered.Length);
    }

    [Theory]
    [InlineData("169.254.169.254:80")]
    [InlineData("[::ffff:169.254.169.254]:80")]
    [InlineData("[fd00:ec2::254]:80")]
    [InlineData("10.1.2.3:443")]
    [InlineData("private.test:443")]
    [InlineData("metadata.test:80")]
    [InlineData("2852039166:80")]
    [InlineData("0xa9fea9fe:80")]
    public async Task Address_NotAllowed_IsRefusedAndLogged(string target)
    {
        await using var gateway = new TestGateway();

        var tunnel = await gateway.AskAsync($"CONNECT {target} HTTP/1.1\r\n\r\n");
        var request = await gateway.AskAsync($"GET http://{target}/latest/meta-data HTTP/1.1\r\n\r\n");

        foreach (var answer in (string[])[tunnel, request])
        {
            Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
            Assert.Contains($"{target} may not be reached", answer, StringComparison.Ordinal);
        }

        Assert.Equal(2, gateway.Log.Of(ScriptLogLevel.Warning).Count());
        Assert.Empty(gateway.Log.Of(ScriptLogLevel.Debug));
    }

    [Fact]
    public async Task Address_OfMetadata_IsRefusedWhateverThePolicySays()
    {
        await using var gateway = new TestGateway(options => options with { IsAllowed = static _ => true });

        var answer = await gateway.AskAsync("GET http://169.254.169.254/ HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_WithAnAllowedAddressAmongOthers_IsConnectedToThatOne()
    {
        await using var gateway = new TestGateway();

        var answer = await gateway.AskAsync($"GET http://mixed.test:{site.HttpPort}/echo HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: site.test\r\n\r\n")]
    [InlineData("GET ftp://site.test/ HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT site.test HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT site.test:99999 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT a@b:80 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT ::1:80 HTTP/1.1\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task Request_NotUnderstood_IsToldSo(string request)
    {
        await using var gateway = new TestGateway();

        Assert.StartsWith("HTTP/1.1 400 ", await gateway.AskAsync(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_TooLarge_IsRefused()
    {
        await using var gateway = new TestGateway();

        var answer = await gateway.AskAsync($"CONNECT site.test:80 HTTP/1.1\r\nX: {new string('x', 70_000)}\r\n\r\n");

        Assert.Contains("larger than 65536 bytes", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_NotThere_IsToldSo()
    {
        await using var gateway = new TestGateway();

        var name = await gateway.AskAsync("CONNECT nowhere.test:80 HTTP/1.1\r\n\r\n");
        var port = await gateway.AskAsync("CONNECT site.test:1 HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 502 ", name, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 502 ", port, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_NotAnsweringInTime_IsToldSo()
    {
        await using var gateway = new TestGateway(options =>
            options with
            {
                ConnectTimeout = TimeSpan.FromMilliseconds(50),
            }
        );

        var answer = await gateway.AskAsync("CONNECT slow.test:80 HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 504 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_NotTrusted_EndsARequestThatTheProxyWasToSecure()
    {
        await using var gateway = new TestGateway();

        var answer = await gateway.AskAsync($"GET https://site.test:{site.HttpsPort}/echo HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
        Assert.Contains("certificate", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_MoreThanTheLimit_AreRefused()
    {
        await using var gateway = new TestGateway(options => options with { MaxConnections = 1 });
        await using var first = await gateway.ConnectAsync();
        await SendAsync(first, $"CONNECT site.test:{site.HttpPort} HTTP/1.1\r\n\r\n");
        await ReceiveAsync(first);

        var second = await gateway.AskAsync($"CONNECT site.test:{site.HttpPort} HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 503 ", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnEndpoint_OfTheApp_IsRefusedWhereLoopbackIsAllowed()
    {
        await using var gateway = new TestGateway(options =>
            options with
            {
                IsOwn = endpoint => endpoint.Port == site.HttpPort,
            }
        );

        var own = await gateway.AskAsync($"CONNECT site.test:{site.HttpPort} HTTP/1.1\r\n\r\n");
        var mapped = await gateway.AskAsync($"CONNECT [::ffff:127.0.0.1]:{site.HttpPort} HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", own, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", mapped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_FarBeyondTheLimit_AreClosedAtOnce()
    {
        await using var gateway = new TestGateway(options => options with { MaxConnections = 2 });
        var open = new List<NetworkStream>();
        for (var i = 0; i < 60; i++)
        {
            var stream = await gateway.ConnectAsync();
            open.Add(stream);
        }

        var closed = await Task.WhenAll(open.Skip(30).Select(static stream => IsClosedAsync(stream)));

        Assert.All(closed, Assert.True);
        foreach (var stream in open)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Head_NotSaidInTime_EndsTheConnection()
    {
        await using var gateway = new TestGateway(options =>
            options with
            {
                HeadTimeout = TimeSpan.FromMilliseconds(200),
            }
        );
        await using var stream = await gateway.ConnectAsync();
        await SendAsync(stream, "CONNECT site");

        Assert.True(await IsClosedAsync(stream));
    }

    [Fact]
    public async Task Tunnel_SilentForTooLong_IsClosed()
    {
        await using var gateway = new TestGateway(options =>
            options with
            {
                IdleTimeout = TimeSpan.FromMilliseconds(200),
            }
        );

        var answer = await gateway.AskAsync($"CONNECT site.test:{site.HttpPort} HTTP/1.1\r\n\r\n");

        Assert.Equal("HTTP/1.1 200 Connected\r\n\r\n", answer);
    }

    [Fact]
    public async Task Socket_Disposed_EndsItsConnectionsAndIsGone()
    {
        var gateway = new TestGateway();
        await using var stream = await gateway.ConnectAsync();
        await SendAsync(stream, $"CONNECT site.test:{site.HttpPort} HTTP/1.1\r\n\r\n");
        await ReceiveAsync(stream);

        await gateway.Socket.DisposeAsync();

        Assert.Equal("", await ReceiveAsync(stream));
        Assert.False(File.Exists(gateway.Socket.Path));
        await gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("site.test", 0)]
    [InlineData("private.test", 2)]
    [InlineData("nowhere.test", 4)]
    public async Task Socks_Name_IsAnsweredWithItsReply(string host, int reply)
    {
        await using var gateway = new TestGateway();
        await using var stream = await gateway.ConnectAsync();

        await stream.WriteAsync(new byte[] { 5, 1, 0 });
        var greeting = new byte[2];
        await stream.ReadExactlyAsync(greeting);
        byte[] port = [(byte)(site.HttpPort >> 8), (byte)site.HttpPort];
        await stream.WriteAsync((byte[])[5, 1, 0, 3, (byte)host.Length, .. Encoding.ASCII.GetBytes(host), .. port]);
        var answer = new byte[10];
        await stream.ReadExactlyAsync(answer);

        Assert.Equal([5, 0], greeting);
        Assert.Equal(reply, answer[1]);
    }

    [Fact]
    public void Folder_WithTooLongAPath_IsRefused()
    {
        using var disk = new TestFolder();
        var options = new EgressOptions { SocketFolder = disk[new string('x', 90)], IsAllowed = IPAddress.IsLoopback };

        var exception = Assert.Throws<IOException>(() => new EgressGateway(options));

        Assert.Contains("107 bytes", exception.Message, StringComparison.Ordinal);
    }

    private static Task SendAsync(NetworkStream stream, string text) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    private static async Task<string> ReceiveAsync(NetworkStream stream)
    {
        var buffer = new byte[64 * 1024];
        var count = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        return Encoding.Latin1.GetString(buffer, 0, count);
    }

    private static async Task<bool> IsClosedAsync(NetworkStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
