using System.Net;
using System.Net.Sockets;
using FlowFunctions.App.Local;
using FlowFunctions.App.Site;

namespace FlowFunctions.App.Tests.Site;

/// <summary>A site of one file, built by npm itself.</summary>
public sealed class SiteBuildingTests : IDisposable
{
    private const string Good = "require('fs').cpSync('index.html', 'dist/index.html')";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _sources = Directory.CreateTempSubdirectory("flow-site-").FullName;
    private readonly StringWriter _said = new();
    private readonly SiteSource _site = new(null);

    public void Dispose()
    {
        _said.Dispose();
        Directory.Delete(_sources, recursive: true);
    }

    [Fact]
    public async Task Start_WithoutABuild_BuildsAndServesItAndTheNextStartFindsIt()
    {
        Write(Good);
        using (var building = await StartAsync(_site))
        {
            await building.ExecuteTask!.WaitAsync(Patience);
        }

        var later = new SiteSource(SiteMap.Read(Path.Combine(_sources, "dist")));
        using var again = await StartAsync(later);

        Assert.NotNull(_site.Current.Files!.Find("index.html"));
        Assert.Null(again.ExecuteTask);
        Assert.Matches("is being built.*\n.*built  .*\n.*ready\n$", _said.ToString());
    }

    [Fact]
    public async Task Start_AfterAChange_BuildsAgain()
    {
        Write(Good);
        using (var building = await StartAsync(_site))
        {
            await building.ExecuteTask!.WaitAsync(Patience);
        }

        await File.WriteAllTextAsync(Path.Combine(_sources, "index.html"), "<title>Second</title>");
        using var again = await StartAsync(_site);
        await again.ExecuteTask!.WaitAsync(Patience);

        var form = Assert.Single(_site.Current.Files!.Find("index.html")!.Forms);
        Assert.Equal("<title>Second</title>"u8, form.Content);
    }

    [Fact]
    public async Task Start_WhenTheBuildFails_SaysWhy()
    {
        Write("throw new Error('out of paint')");
        using var building = await StartAsync(_site);

        await building.ExecuteTask!.WaitAsync(Patience);

        Assert.Equal("Site.NotBuilt", _site.Current.Why!.Code);
        Assert.Contains("'npm run build'", _site.Current.Why.Detail, StringComparison.Ordinal);
        Assert.Contains("out of paint", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileItIsBeingBuilt_EndsNpm()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Write($"require('net').connect({((IPEndPoint)listener.LocalEndpoint).Port}, '127.0.0.1')");
        using var building = await StartAsync(_site);
        using var script = await listener.AcceptTcpClientAsync(patience.Token);

        await building.StopAsync(patience.Token);

        Assert.True(building.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal("Site.Building", _site.Current.Why!.Code);
        Assert.True(await HasEndedAsync(script, patience.Token));
    }

    private static async Task<bool> HasEndedAsync(TcpClient script, CancellationToken cancellationToken)
    {
        try
        {
            return await script.GetStream().ReadAsync(new byte[1], cancellationToken) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<SiteBuilding> StartAsync(SiteSource site)
    {
        var report = new StartReport(_said, TimeProvider.System);
        var building = new SiteBuilding(new SiteBuild(_sources), Path.Combine(_sources, "dist"), site, report);
        await building.StartAsync(CancellationToken.None);
        return building;
    }

    private void Write(string script)
    {
        File.WriteAllText(Path.Combine(_sources, "index.html"), "<title>First</title>");
        File.WriteAllText(Path.Combine(_sources, "build.cjs"), script);
        File.WriteAllText(
            Path.Combine(_sources, "package.json"),
            """{ "name": "site", "version": "1.0.0", "scripts": { "build": "node build.cjs" } }"""
        );
        File.WriteAllText(
            Path.Combine(_sources, "package-lock.json"),
            """
            { "name": "site", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "site", "version": "1.0.0" } } }
            """
        );
    }
}
