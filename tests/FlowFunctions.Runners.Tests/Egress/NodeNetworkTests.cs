using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Egress;

[Collection(NetworkGroup.Name)]
public sealed class NodeNetworkTests(NetworkRunner network)
{
    // The certificate of the site is nobody's.
    private const string Get = """
        import http from 'node:http';
        import https from 'node:https';
        process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
        const get = (url, options = {}) => new Promise((done, failed) =>
          (url.startsWith('https') ? https : http).get(url, options, (answer) => {
            let text = '';
            answer.on('data', (chunk) => (text += chunk)).on('end', () => done(text));
          }).on('error', failed));

        """;

    private string Http => network.Site.Http;

    private string Https => network.Site.Https;

    [Fact]
    public async Task FetchAndHttpAndHttps_AllowedAddresses_ReachThem()
    {
        using var script = Script.Node(
            Get
                + $$"""
                export default async () => [
                  await (await fetch('{{Http}}/echo?q=1', { method: 'POST', body: 'hi' })).text(),
                  await (await fetch('{{Https}}/echo')).text(),
                  await get('{{Http}}/echo'),
                  await get('{{Https}}/echo'),
                  await get('{{Https}}/echo', { agent: new https.Agent({ keepAlive: true }) }),
                  await get('{{Http}}/echo', { agent: false }),
                  (await (await fetch('{{Http}}/large')).arrayBuffer()).byteLength,
                  (await Promise.all(Array.from({ length: 20 }, () => fetch('{{Https}}/echo')))).every((one) => one.ok),
                ];
                """
        );

        using var output = System.Text.Json.JsonDocument.Parse((await network.RunAsync(script)).Output());

        string[] starts =
        [
            "POST http site.test ?q=1 [hi]",
            "GET https site.test ",
            "GET http site.test ",
            "GET https site.test ",
            "GET https site.test ",
            "GET http site.test ",
        ];
        for (var call = 0; call < starts.Length; call++)
        {
            Assert.StartsWith(starts[call], output.RootElement[call].GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(20 * 1024 * 1024, output.RootElement[6].GetInt32());
        Assert.True(output.RootElement[7].GetBoolean());
    }

    [Fact]
    public async Task Fetch_LoadedByItsTypesFirst_IsRoutedToo()
    {
        using var script = Script.Node(
            $$"""
            export default async () => {
              const request = new Request('{{Http}}/echo', { headers: new Headers({ 'x-a': '1' }) });
              return (await fetch(request)).status;
            };
            """
        );

        Assert.Equal("200", (await network.RunAsync(script)).Output());
    }

    [Fact]
    public async Task EachWay_RefusedAddress_IsAnErrorThatSaysSo()
    {
        using var script = Script.Node(
            Get
                + """
                const why = (one) => one.catch((error) => (error.cause ?? error).message);
                export default async () => [
                  await why(fetch('http://169.254.169.254/')),
                  await why(fetch('https://private.test/')),
                  await why(get('https://metadata.test/')),
                  await why(get('http://private.test/')),
                ];
                """
        );

        var output = (await network.RunAsync(script)).Output();

        Assert.Contains("169.254.169.254:80 may not be reached", output, StringComparison.Ordinal);
        Assert.Contains("private.test:443 may not be reached", output, StringComparison.Ordinal);
        Assert.Contains("metadata.test:443 may not be reached", output, StringComparison.Ordinal);
        Assert.Contains("private.test:80 may not be reached", output, StringComparison.Ordinal);
        Assert.Equal(
            4,
            script.Log.Of(ScriptLogLevel.Warning).Count(line => line.StartsWith("Network: ", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Server_OfItsOwn_IsReachedWithoutTheGateway()
    {
        using var script = Script.Node(
            Get
                + """
                export default async () => {
                  const server = http.createServer((_, answer) => answer.end('mine'));
                  await new Promise((done) => server.listen(0, '127.0.0.1', done));
                  const { port } = server.address();
                  return [await (await fetch(`http://127.0.0.1:${port}/`)).text(), await get(`http://localhost:${port}/`)];
                };
                """
        );

        Assert.Equal("""["mine","mine"]""", (await network.RunAsync(script)).Output());
        Assert.Empty(script.Log.Of(ScriptLogLevel.Debug));
    }

    [Fact]
    public async Task ChildProcess_AllowedAddress_ReachesIt()
    {
        using var script = Script.Node(
            $$"""
            import { promisify } from 'node:util';
            import { exec } from 'node:child_process';
            export default async () => (await promisify(exec)('curl -sS {{Http}}/echo')).stdout;
            """
        );

        Assert.Contains("GET http site.test", (await network.RunAsync(script)).Output(), StringComparison.Ordinal);
    }
}
