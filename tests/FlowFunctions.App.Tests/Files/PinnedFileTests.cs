using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Files;

[Collection(nameof(AppTests))]
public sealed class PinnedFileTests(AppFixture fixture) : IAsyncLifetime
{
    private readonly string _id = AppFixture.NewId("pinned");
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private int _saves;
    private FlowApp? _app;
    private HttpClient? _client;

    private HttpClient Client => _client!;

    public async Task InitializeAsync()
    {
        _app = await fixture.StartAppAsync(
            fixture.NewFolder(),
            static builder =>
                builder.Services.AddSingleton<IStepCatalog>(static services => new FilesCatalog(
                    services.GetRequiredService<StepTypes>()
                ))
        );
        _client = new HttpClient { BaseAddress = new Uri(_app.Address) };
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Run_ThatWaitsWhileAFileChanges_KeepsWhatItsVersionHasPinned()
    {
        await PutFileAsync("score.py", "1");
        await SaveAsync();
        var run = (await Client.PostReplyAsync($"/api/flows/{_id}/runs", "{}")).Body.GetProperty("id").GetString()!;

        var changed = (await PutFileAsync("score.py", "2")).Body.GetProperty("flow");
        Assert.Equal(
            (1, false),
            (changed.GetProperty("version").GetInt32(), changed.GetProperty("isCurrent").GetBoolean())
        );
        var published = await Client.PostReplyAsync($"/api/flows/{_id}/publish", """{"files": "current"}""");

        Assert.Equal((200, 2), (published.Status, published.Body.GetProperty("version").GetInt32()));
        Assert.Equal(2, published.Body.GetProperty("published").GetInt32());
        Assert.Equal(Hash("1"), await PinnedAsync(1, "score.py"));
        Assert.Equal(Hash("2"), await PinnedAsync(2, "score.py"));
        var waiting = (await Client.GetReplyAsync($"/api/runs/{run}")).Body;
        Assert.Equal(1, waiting.GetProperty("version").GetInt32());
        var current = (await PutFileAsync("score.py", "2")).Body.GetProperty("flow");
        Assert.True(current.GetProperty("isCurrent").GetBoolean());
        Assert.Equal(204, (await Client.DeleteReplyAsync($"/api/files/{_id}/score.py")).Status);
        await Client.PostReplyAsync($"/api/runs/{run}/signals/go", "{}");
        await Client.UntilAsync(
            $"/api/runs/{run}",
            static answer => answer.Json.GetProperty("status").GetString() == "Succeeded"
        );
    }

    [Fact]
    public async Task Save_OfTheSameDocument_MakesAVersionOnlyWhenAFileHasChanged()
    {
        await PutFileAsync("score.py", "1");
        await PutFileAsync("README.md", "about");
        await SaveAsync();
        Assert.Equal(1, (await SaveAsync()).Body.GetProperty("version").GetInt32());

        await PutFileAsync("README.md", "about it");
        Assert.Equal(1, (await SaveAsync()).Body.GetProperty("version").GetInt32());
        await PutFileAsync("lib/rates.json", "{}");
        Assert.Equal(2, (await SaveAsync()).Body.GetProperty("version").GetInt32());

        var diff = (await Client.GetReplyAsync($"/api/flows/{_id}/diff?from=1&to=2")).Body;
        Assert.Empty(diff.GetProperty("changes").EnumerateArray());
        var file = Assert.Single(diff.GetProperty("files").EnumerateArray());
        Assert.Equal($$"""{"path":"lib/rates.json","to":"{{Hash("{}")}}"}""", file.GetRawText());
        var back = await Client.PostReplyAsync($"/api/flows/{_id}/rollback", """{"version": 1}""");
        Assert.Equal(3, back.Body.GetProperty("version").GetInt32());
        Assert.Null(await PinnedAsync(3, "lib/rates.json"));
    }

    [Fact]
    public async Task Save_OfAFlowWhoseFileIsMissing_IsRefusedAtItsPlace()
    {
        await PutFileAsync("scores.py", "1");

        var refused = await SaveAsync();
        var validated = (await Client.PostReplyAsync("/api/flows/validate", Flow())).Body;
        var drafted = (await Client.PutReplyAsync($"/api/flows/{_id}/draft", Flow())).Body;

        refused.IsProblem(400, "Flow.Invalid");
        var error = Assert.Single(refused.Body.GetProperty("errors").EnumerateArray());
        Assert.Equal("Flow.FileMissing", error.GetProperty("code").GetString());
        Assert.Equal("/steps/a/with/value", error.GetProperty("pointer").GetString());
        Assert.Contains(
            "did you mean 'scores.py'?",
            error.GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
        Assert.False(validated.GetProperty("valid").GetBoolean());
        Assert.Single(drafted.GetProperty("problems").EnumerateArray());
        await PutFileAsync("score.py", "1");
        Assert.True(
            (await Client.PostReplyAsync("/api/flows/validate", Flow())).Body.GetProperty("valid").GetBoolean()
        );
        var draft = (await Client.GetReplyAsync($"/api/flows/{_id}/draft")).Body;
        Assert.Empty(draft.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task Import_OfAFlowWithItsFiles_PinsThemAndExportsThem()
    {
        var zip = Zips.Of(("flow.json", Flow()), ("files/score.py", "1"), ("files/lib/a.bin", "\0"));

        var imported = await Client.SendReplyAsync(HttpMethod.Post, "/api/flows/import", zip, "application/zip");

        Assert.Equal(201, imported.Status);
        Assert.Equal(Hash("1"), await PinnedAsync(1, "score.py"));
        Assert.Equal(Hash("\0"), await PinnedAsync(1, "lib/a.bin"));
        _written.Add("score.py");
        await PutFileAsync("score.py", "2");
        Assert.Equal("1", await ExportedAsync("?version=1", "files/score.py"));
        Assert.Equal("2", await ExportedAsync("", "files/score.py"));
    }

    [Fact]
    public async Task Step_TriedWithAFlow_IsCheckedAgainstItsFiles()
    {
        await PutFileAsync("score.py", "1");

        var tried = await TryAsync("score.py");

        Assert.Equal(("Succeeded", 200), (tried.Body.GetProperty("status").GetString(), tried.Status));
        (await TryAsync("other.py")).IsProblem(400, "Step.Invalid");
    }

    private Task<Reply> TryAsync(string file) =>
        Client.PostReplyAsync(
            "/api/step-types/transform/test",
            $$"""{"with": {"value": "{{file}}" }, "flow": "{{_id}}" }"""
        );

    private async Task<string> ExportedAsync(string query, string name)
    {
        var reply = await Client.GetReplyAsync($"/api/flows/{_id}/export{query}");
        using var zip = new ZipArchive(new MemoryStream(reply.Content));
        using var reader = new StreamReader(await zip.GetEntry(name)!.OpenAsync());
        return await reader.ReadToEndAsync();
    }

    private async Task<string?> PinnedAsync(int version, string path)
    {
        var body = (await Client.GetReplyAsync($"/api/flows/{_id}/versions/{version}")).Body;
        return body.GetProperty("files").TryGetProperty(path, out var hash) ? hash.GetString() : null;
    }

    private Task<Reply> PutFileAsync(string path, string content) =>
        Client.SendReplyAsync(
            HttpMethod.Put,
            $"/api/files/{_id}/{path}",
            Encoding.UTF8.GetBytes(content),
            null,
            _written.Add(path) ? ("If-None-Match", "*") : ("If-Match", "*")
        );

    private Task<Reply> SaveAsync() =>
        Client.PutReplyAsync($"/api/flows/{_id}", Flow(), _saves++ == 0 ? ("If-None-Match", "*") : ("If-Match", "*"));

    private string Flow() =>
        """
            {"id":"ID","steps":{
              "wait":{"type":"waitForSignal","with":{"name":"go"}},
              "a":{"type":"transform","with":{"value":"score.py"}}
            },"edges":[{"from":"wait","to":"a"}]}
            """.Replace("ID", _id, StringComparison.Ordinal);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
