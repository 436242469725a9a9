using System.Net;
using System.Text;
using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.FunctionsHost;

/// <summary>What is published is a folder in which a Functions host finds everything, and a handler that does what the host expects.</summary>
public sealed class PublishedAppTests(PublishedApp app) : IClassFixture<PublishedApp>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string Executable => Path.Combine(app.Folder, ExecutablePath());

    [Fact]
    public void Folder_HasHostJsonFunctionsAndTheExecutable()
    {
        var functions = Directory
            .GetDirectories(Repository.PathOf("src", "FlowFunctions.App", "functions"))
            .Select(Path.GetFileName);

        Assert.All(functions, name => Assert.True(File.Exists(Path.Combine(app.Folder, name!, "function.json")), name));
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "functions")));
        Assert.True(File.Exists(Path.Combine(app.Folder, "local.settings.sample.json")));
        Assert.False(File.Exists(Path.Combine(app.Folder, "local.settings.json")));
        Assert.True(File.Exists(Executable));
    }

    [Fact]
    public void Folder_HasTheBuilderAndNothingOfItsBuilding()
    {
        var site = Path.Combine(app.Folder, "site");

        Assert.True(File.Exists(Path.Combine(site, "index.html")));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(site, "assets"), "*.js"));
        Assert.DoesNotContain(
            Directory.GetFileSystemEntries(site).Select(Path.GetFileName),
            static name => name![0] == '.'
        );
    }

    [Fact]
    public async Task Executable_WithAPort_IsAHandlerAndStopsInOrder()
    {
        var port = PublishedApp.FreePort();
        using var handler = ProgramRun.Start(Executable, [], app.Folder, app.Environment(port));
        using var client = PublishedApp.ClientOf(port);

        Assert.Equal(HttpStatusCode.OK, await AnswerAsync(client));
        using var flows = await client.GetAsync(new Uri("/api/flows", UriKind.Relative));
        client.DefaultRequestHeaders.Remove("X-API-Key");
        using var stranger = await client.GetAsync(new Uri("/api/flows", UriKind.Relative));
        var page = await client.GetStringAsync(new Uri("/flows", UriKind.Relative));
        using var call = await client.PostAsync(
            new Uri("/Tick", UriKind.Relative),
            new StringContent("{}", Encoding.UTF8, "application/json")
        );
        await handler.SignalAsync("TERM");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (flows.StatusCode, stranger.StatusCode));
        Assert.Contains("<title>FlowFunctions</title>", page, StringComparison.Ordinal);
        Assert.NotEmpty(await call.Content.ReadAsByteArrayAsync());
        Assert.Equal(0, (await handler.EndAsync()).ExitCode);
        Assert.False(Directory.Exists(Path.Combine(app.Folder, ".data")));
    }

    [Fact]
    public async Task Executable_WithoutStorage_SaysSo()
    {
        var environment = app.Environment(PublishedApp.FreePort());
        environment["AzureWebJobsStorage"] = "";
        using var handler = ProgramRun.Start(Executable, [], app.Folder, environment);

        var end = await handler.EndAsync();

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("AzureWebJobsStorage is missing", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Executable_WhoseHostIsKilled_Ends()
    {
        var port = PublishedApp.FreePort();
        using var host = ProgramRun.Start("sh", ["-c", "\"$0\" & wait", Executable], app.Folder, app.Environment(port));
        using var client = PublishedApp.ClientOf(port);
        Assert.Equal(HttpStatusCode.OK, await AnswerAsync(client));

        await host.SignalAsync("KILL");

        await UntilAsync(async () => await TryAskAsync(client) is null);
    }

    private static async Task<HttpStatusCode> AnswerAsync(HttpClient client)
    {
        HttpStatusCode? answer = null;
        await UntilAsync(async () => (answer = await TryAskAsync(client)) is not null);
        return answer!.Value;
    }

    /// <summary>As the host asks until somebody listens; null while nobody does.</summary>
    private static async Task<HttpStatusCode?> TryAskAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isDone())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    private string ExecutablePath() =>
        JsonElement
            .Parse(File.ReadAllBytes(Path.Combine(app.Folder, "host.json")))
            .GetProperty("customHandler")
            .GetProperty("description")
            .GetProperty("defaultExecutablePath")
            .GetString()!;
}
