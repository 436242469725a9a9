using System.Net;
using FlowFunctions.App.Durable;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Tests.Backends;

/// <summary>The suite of all engines on a Durable Task backend, and what is particular there.</summary>
public sealed class BackendRunTests(BackendFixture backend) : RunSuite, IClassFixture<BackendFixture>
{
    protected override HttpClient Client => backend.Client;

    protected override HttpClient Elsewhere => backend.Elsewhere;

    protected override Azurite Storage => backend.Storage;

    [Fact]
    public async Task Start_WhileTheBackendIsAway_Answers503()
    {
        await using var app = await backend.StartAsync(new Uri("http://127.0.0.1:1"));
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var flow = await client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answer = await client.PostJsonAsync($"/api/flows/{flow}/runs", """{"n":1}""");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Engine.Unavailable"), (answer.Status, answer.Code));
        Assert.NotNull(answer.Response.Headers.RetryAfter);
    }

    [Fact]
    public void Settings_OfABackend_AreRead()
    {
        var settings = new SettingValues(
            [],
            [new("Engine:DurableTask:Address", "https://hub.example"), new("Engine__DurableTask__TaskHub", "flows")]
        );

        Assert.Equal(
            new BackendSettings(new Uri("https://hub.example"), "flows", ClientId: null),
            BackendSettings.Read(settings)
        );
        Assert.Null(BackendSettings.Read(new SettingValues([], [])));
    }

    [Theory]
    [InlineData("hub")]
    [InlineData("ftp://hub")]
    public void Settings_WithoutAnAddress_AreRefused(string address) =>
        Assert.Throws<SettingException>(() =>
            BackendSettings.Read(new SettingValues([], [new("Engine__DurableTask__Address", address)]))
        );
}
