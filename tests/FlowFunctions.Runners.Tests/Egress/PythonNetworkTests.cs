using System.Net;
using System.Net.Sockets;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Egress;

[Collection(NetworkGroup.Name)]
public sealed class PythonNetworkTests(NetworkRunner network)
{
    private string Http => network.Site.Http;

    [Fact]
    public async Task Urllib_AllowedAddresses_ReachesThemAndTheLogNamesThem()
    {
        using var script = Script.Python(
            $$"""
            import ssl, urllib.request as web
            def main(input, context):
                return [
                    web.urlopen('{{Http}}/echo?q=1', data=b'hi').read().decode(),
                    web.urlopen('{{network.Site.Https}}/echo', context=ssl._create_unverified_context()).read().decode(),
                    len(web.urlopen('{{Http}}/large').read()),
                ]
            """
        );

        var output = (await network.RunAsync(script)).Output();

        Assert.Contains("POST http site.test ?q=1 [hi]", output, StringComparison.Ordinal);
        Assert.Contains("GET https site.test ", output, StringComparison.Ordinal);
        Assert.Contains($"{20 * 1024 * 1024}", output, StringComparison.Ordinal);
        Assert.Contains($"Network: site.test:{network.Site.HttpsPort}", script.Log.Of(ScriptLogLevel.Debug));
    }

    [Fact]
    public async Task Urllib_ManyConnectionsAtOnce_AllAreCarried()
    {
        using var script = Script.Python(
            $$"""
            import urllib.request as web
            from concurrent.futures import ThreadPoolExecutor
            def get(n):
                with web.urlopen('{{Http}}/large') as answer:
                    return sum(len(part) for part in iter(lambda: answer.read(100000), b''))
            def main(input, context):
                with ThreadPoolExecutor(16) as pool:
                    return sum(pool.map(get, range(16)))
            """
        );

        Assert.Equal($"{16L * 20 * 1024 * 1024}", (await network.RunAsync(script)).Output());
    }

    [Fact]
    public async Task ChildProcess_AllowedAddress_ReachesIt()
    {
        using var script = Script.Python(
            $$"""
            import subprocess
            def main(input, context):
                return subprocess.run(['curl', '-sS', '{{Http}}/echo'], capture_output=True, text=True).stdout
            """
        );

        Assert.Contains("GET http site.test", (await network.RunAsync(script)).Output(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/metadata/instance")]
    [InlineData("https://metadata.test/")]
    [InlineData("http://private.test/")]
    public async Task Urllib_RefusedAddress_IsAnErrorThatSaysSo(string url)
    {
        using var script = Script.Python(
            $"""
            import urllib.request as web
            def main(input, context):
                return web.urlopen('{url}').read().decode()
            """
        );

        var failure = (await network.RunAsync(script)).Failure();

        Assert.Contains("Refused by FlowFunctions", failure.Message, StringComparison.Ordinal);
        Assert.Contains("may not be reached", script.Log.Of(ScriptLogLevel.Warning).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sockets_WithoutTheProxy_ReachNothing()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var script = Script.Python(
            $$"""
            import socket
            def main(input, context):
                reached = []
                for host in ['127.0.0.1', '{{MachineAddress()}}', '169.254.169.254', '1.1.1.1', 'site.test']:
                    try:
                        socket.create_connection((host, {{port}}), 3)
                        reached.append(host)
                    except OSError:
                        pass
                return reached
            """
        );

        Assert.Equal("[]", (await network.RunAsync(script)).Output());
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Process_SharedByCalls_TellsEachCallsLog()
    {
        for (var call = 0; call < 3; call++)
        {
            using var script = Script.Python(
                $$"""
                import os, urllib.request as web
                def main(input, context):
                    return web.urlopen('{{Http}}/echo').status
                """
            );

            Assert.Equal("200", (await network.RunAsync(script, "shared")).Output());
            Assert.Equal([$"Network: site.test:{network.Site.HttpPort}"], script.Log.Of(ScriptLogLevel.Debug));
        }
    }

    private static string MachineAddress() =>
        Array
            .Find(
                Dns.GetHostAddresses(Dns.GetHostName()),
                one => one.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one)
            )
            ?.ToString()
        ?? "10.0.0.1";
}
