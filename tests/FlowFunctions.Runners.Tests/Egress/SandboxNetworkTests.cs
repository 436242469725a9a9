using System.Net;
using System.Net.Sockets;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Tests.Egress;

/// <summary>What real programs in a real sandbox reach through the gateway, and what they do not.</summary>
[Collection(SiteCollection.Name)]
public sealed class SandboxNetworkTests(Site site)
{
    private const string PythonStart =
        "import sys; sys.path.insert(0, '/run/egress'); import flow_egress; flow_egress.start()\n";
    private const string NodeStart = "require('/run/egress/egress.cjs').start();\n";
    private const string BashStart = "source /run/egress/egress.sh\n";

    private string Http => $"http://site.test:{site.HttpPort}";

    private string Https => $"https://site.test:{site.HttpsPort}";

    [Fact]
    public async Task Python_Urllib_ReachesWhatIsAllowed()
    {
        var output = await PythonAsync(
            $$"""
            import ssl, urllib.request as web
            print(web.urlopen('{{Http}}/echo?q=1', data=b'hi').read().decode())
            print(web.urlopen('{{Https}}/echo', context=ssl._create_unverified_context()).read().decode())
            print(len(web.urlopen('{{Http}}/large').read()))
            """
        );

        Assert.Contains("POST http site.test ?q=1 [hi]", output, StringComparison.Ordinal);
        Assert.Contains("GET https site.test ", output, StringComparison.Ordinal);
        Assert.Contains($"{20 * 1024 * 1024}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Python_ManyConnectionsAtOnce_AllReachIt()
    {
        var output = await PythonAsync(
            $$"""
            import urllib.request as web
            from concurrent.futures import ThreadPoolExecutor
            def get(n):
                return len(web.urlopen(f'{{Http}}/large').read())
            with ThreadPoolExecutor(16) as pool:
                print(sum(pool.map(get, range(16))))
            """
        );

        Assert.Contains($"{16L * 20 * 1024 * 1024}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Python_ChildProcess_ReachesWhatIsAllowed()
    {
        var output = await PythonAsync(
            $"import subprocess\nprint(subprocess.run(['curl', '-sS', '{Http}/echo'], capture_output=True, text=True))"
        );

        Assert.Contains("GET http site.test", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/metadata/instance")]
    [InlineData("https://metadata.test/")]
    [InlineData("http://private.test/")]
    public async Task Python_RefusedAddress_IsAnErrorThatSaysSo(string url)
    {
        await using var gateway = new TestGateway();

        var (output, exitCode) = await RunPythonAsync(
            gateway,
            $"import urllib.request as web\nprint(web.urlopen('{url}').read())"
        );

        Assert.Equal(1, exitCode);
        Assert.Contains("403 Refused by FlowFunctions", output, StringComparison.Ordinal);
        Assert.Contains(
            "may not be reached",
            gateway.Log.Of(ScriptLogLevel.Warning).Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Python_DirectSockets_ReachNothing()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var output = await PythonAsync(
            $$"""
            import socket
            for host in ['127.0.0.1', '{{MachineAddress()}}', '169.254.169.254', '1.1.1.1', 'site.test']:
                try:
                    socket.create_connection((host, {{port}}), 3)
                    print('REACHED', host)
                except OSError as error:
                    print('no', error)
            """
        );

        Assert.DoesNotContain("REACHED", output, StringComparison.Ordinal);
        Assert.Equal(5, output.Split("no ").Length - 1);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Node_FetchAndHttpAndHttps_ReachWhatIsAllowed()
    {
        var output = await NodeAsync(
            $$"""
            const get = (url, options) => new Promise((done, failed) =>
              require(url.startsWith('https') ? 'https' : 'http').get(url, options, (answer) => {
                let text = '';
                answer.on('data', (chunk) => (text += chunk)).on('end', () => done(text));
              }).on('error', failed));
            (async () => {
              console.log('1', await (await fetch('{{Http}}/echo?q=1', { method: 'POST', body: 'hi' })).text());
              console.log('2', await (await fetch('{{Https}}/echo')).text());
              console.log('3', await get('{{Http}}/echo'));
              console.log('4', await get('{{Https}}/echo'));
              console.log('5', await get('{{Https}}/echo', { agent: new (require('https').Agent)({ keepAlive: true }) }));
              console.log('6', (await (await fetch('{{Http}}/large')).arrayBuffer()).byteLength);
              console.log('7', await get('{{Http}}/echo', { agent: false }));
              console.log('8', await Promise.all(Array.from({ length: 20 }, () => fetch('{{Https}}/echo').then((one) => one.status))));
            })();
            """
        );

        Assert.Contains("1 POST http site.test ?q=1 [hi]", output, StringComparison.Ordinal);
        Assert.Contains("2 GET https site.test ", output, StringComparison.Ordinal);
        Assert.Contains("3 GET http site.test ", output, StringComparison.Ordinal);
        Assert.Contains("4 GET https site.test ", output, StringComparison.Ordinal);
        Assert.Contains("5 GET https site.test ", output, StringComparison.Ordinal);
        Assert.Contains($"6 {20 * 1024 * 1024}", output, StringComparison.Ordinal);
        Assert.Contains("7 GET http site.test ", output, StringComparison.Ordinal);
        Assert.Equal(20, output.Split("200").Length - 1);
    }

    [Fact]
    public async Task Node_RefusedAddress_IsAnErrorThatSaysSo()
    {
        await using var gateway = new TestGateway();

        var (output, _) = await RunNodeAsync(
            gateway,
            """
            fetch('http://169.254.169.254/').catch((error) => console.log('1', error.cause.message));
            fetch('https://private.test/').catch((error) => console.log('2', error.cause.message));
            require('https').get('https://metadata.test/').on('error', (error) => console.log('3', error.message));
            require('http').get('http://private.test/').on('error', (error) => console.log('4', error.message));
            """
        );

        Assert.Contains("1 169.254.169.254:80 may not be reached", output, StringComparison.Ordinal);
        Assert.Contains("2 private.test:443 may not be reached", output, StringComparison.Ordinal);
        Assert.Contains("3 metadata.test:443 may not be reached", output, StringComparison.Ordinal);
        Assert.Contains("4 private.test:80 may not be reached", output, StringComparison.Ordinal);
        Assert.Equal(4, gateway.Log.Of(ScriptLogLevel.Warning).Count());
    }

    [Fact]
    public async Task Node_ServerOfItsOwn_IsReachedWithoutTheGateway()
    {
        await using var gateway = new TestGateway();

        var (output, _) = await RunNodeAsync(
            gateway,
            """
            const server = require('http').createServer((_, answer) => answer.end('mine')).listen(0, '127.0.0.1', async () => {
              const { port } = server.address();
              console.log(await (await fetch(`http://127.0.0.1:${port}/`)).text());
              require('http').get(`http://localhost:${port}/`, (answer) => {
                answer.on('data', (data) => console.log(String(data))).on('end', () => server.close());
              });
            });
            """
        );

        Assert.Equal(2, output.Split("mine").Length - 1);
        Assert.Empty(gateway.Log.Texts);
    }

    [Fact]
    public async Task Node_ScriptThatIsDone_IsNotKeptAlive()
    {
        var output = await NodeAsync($"fetch('{Http}/echo').then((one) => console.log(one.status));");

        Assert.Contains("200", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_ChildProcess_ReachesWhatIsAllowed()
    {
        var output = await NodeAsync(
            $"require('child_process').exec('curl -sS {Http}/echo', (_, out, err) => console.log(out, err));"
        );

        Assert.Contains("GET http site.test", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bash_Curl_ReachesWhatIsAllowed()
    {
        var output = await BashAsync(
            $"""
            curl -sS {Http}/echo; echo
            curl -sSk {Https}/echo; echo
            curl -sS -x socks5h://localhost/run/egress.sock {Http}/echo?socks; echo
            curl -sS http://169.254.169.254/
            curl -sS --noproxy '*' {Http}/echo || echo direct fails
            wait
            """
        );

        Assert.Contains("GET http site.test  ", output, StringComparison.Ordinal);
        Assert.Contains("GET https site.test ", output, StringComparison.Ordinal);
        Assert.Contains("GET http site.test ?socks", output, StringComparison.Ordinal);
        Assert.Contains("169.254.169.254:80 may not be reached", output, StringComparison.Ordinal);
        Assert.Contains("direct fails", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bash_WithNodeAlone_ReachesWhatIsAllowed()
    {
        await using var gateway = new TestGateway();

        var (output, exitCode) = await BwrapRun.RunAsync(
            gateway,
            "/bin/bash",
            "-c",
            $"mkdir /tmp/bin; ln -s /usr/bin/node /usr/bin/curl /tmp/bin; PATH=/tmp/bin; {BashStart}curl -sS {Http}/echo"
        );

        Assert.Equal(0, exitCode);
        Assert.Contains("GET http site.test", output, StringComparison.Ordinal);
    }

    private static string MachineAddress() =>
        Array
            .Find(
                Dns.GetHostAddresses(Dns.GetHostName()),
                one => one.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one)
            )
            ?.ToString()
        ?? "10.0.0.1";

    private static Task<string> PythonAsync(string script) => SucceedAsync(script, RunPythonAsync);

    private static Task<string> NodeAsync(string script) => SucceedAsync(script, RunNodeAsync);

    private static Task<string> BashAsync(string script) =>
        SucceedAsync(script, (gateway, text) => BwrapRun.RunAsync(gateway, "/bin/bash", "-c", BashStart + text));

    private static async Task<string> SucceedAsync(string script, Func<TestGateway, string, Task<(string, int)>> run)
    {
        await using var gateway = new TestGateway();
        var (output, exitCode) = await run(gateway, script);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private static Task<(string Output, int ExitCode)> RunPythonAsync(TestGateway gateway, string script) =>
        BwrapRun.RunAsync(gateway, "/usr/bin/python3", "-c", PythonStart + script);

    // The certificate of the site is nobody's.
    private static Task<(string Output, int ExitCode)> RunNodeAsync(TestGateway gateway, string script) =>
        BwrapRun.RunAsync(
            gateway,
            "/usr/bin/env",
            "NODE_TLS_REJECT_UNAUTHORIZED=0",
            "/usr/bin/node",
            "--no-warnings",
            "-e",
            NodeStart + script
        );
}
