using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FlowFunctions.App.Flows;
using FlowFunctions.App.Hosting;
using FlowFunctions.Storage.Local;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Apps;

public sealed class SmokeTests
{
    [Fact]
    public async Task App_StartWithWait_AnswersWithOutput()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(AppFixture.AzuriteFolder));
        var folder = Directory.CreateTempSubdirectory("flow-app").FullName;
        var catalog = new MemoryCatalog();
        catalog.Add("""{"id":"twice","steps":{"a":{"type":"transform","with":{"value":"{{ input.n * 2 }}"}}}}""");
        await using var app = await FlowApp.StartAsync(
            new AppSettings
            {
                Storage = azurite.ConnectionString,
                DataFolder = folder,
                Url = "http://127.0.0.1:0",
            },
            builder => builder.Services.AddSingleton<IFlowCatalog>(catalog)
        );
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        using var response = await client.PostAsJsonAsync("/api/flows/twice/runs?wait=10s", new { n = 4 });
        var text = await response.Content.ReadAsStringAsync();
        await File.AppendAllTextAsync("/tmp/smoke.txt", "\n\n" + text);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var id = JsonDocument.Parse(text).RootElement.GetProperty("id").GetString();
        await File.AppendAllTextAsync("/tmp/smoke.txt", "\n\n" + await client.GetStringAsync($"/api/runs/{id}"));
        await Task.Delay(500);
        await File.AppendAllTextAsync("/tmp/smoke.txt", "\n\n" + await client.GetStringAsync($"/api/runs/{id}"));
        await File.AppendAllTextAsync(
            "/tmp/smoke.txt",
            "\n\n" + await client.GetStringAsync($"/api/runs/{id}/history")
        );
        await File.AppendAllTextAsync("/tmp/smoke.txt", "\n\n" + await client.GetStringAsync($"/api/runs?flow=twice"));
        await File.AppendAllTextAsync("/tmp/smoke.txt", "\n\n" + await client.GetStringAsync($"/api/runs"));
        await File.AppendAllTextAsync(
            "/tmp/smoke.txt",
            "\n\n" + (await client.GetStringAsync($"/api/openapi.json"))[..600]
        );
        await File.AppendAllTextAsync(
            "/tmp/smoke.txt",
            "\n\n" + await (await client.GetAsync($"/api/nothing")).Content.ReadAsStringAsync()
        );
    }
}
