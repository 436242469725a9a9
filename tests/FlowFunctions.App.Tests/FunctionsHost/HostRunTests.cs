using System.Net;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>The suite of all engines on a function app of two instances, and what is particular there.</summary>
[Collection(nameof(HostTests))]
public sealed class HostRunTests(HostFixture host) : RunSuite
{
    protected override HttpClient Client => host.Client;

    protected override HttpClient Elsewhere => host.Elsewhere;

    protected override Azurite Storage => host.Storage;

    [Fact]
    public async Task ApprovalLink_OnThisHost_LiesUnderHooks()
    {
        var runId = await StartAsync(TestFlows.Approval(AppFixture.NewId()));
        await Client.UntilAsync("/api/approvals", list => Asks(list, runId));

        var link = await Client.PostJsonAsync($"/api/runs/{runId}/approvals/ask/link");
        var path = new Uri(link.Text("url")).AbsolutePath;
        var decided = await Client.PostJsonAsync(path, """{"decision":"reject"}""");

        Assert.StartsWith("/hooks/approvals/", path, StringComparison.Ordinal);
        Assert.Equal("reject", decided.Text("decision"));
        await EndedAsync(Client, runId);
    }

    [Fact]
    public async Task Delete_OfAnEndedRun_PurgesItsInstances()
    {
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var calling = await Client.PublishAsync(TestFlows.Calling(AppFixture.NewId(), flow));
        var ended = await Client.PostJsonAsync($"/api/flows/{calling}/runs?wait=30s", """{"n":3}""");
        Assert.Equal("Succeeded", ended.Text("status"));
        var runId = ended.Text("id");
        Assert.NotNull(host.Live.Hub.Get(runId));

        var deleted = await Elsewhere.AskAsync(HttpMethod.Delete, $"/api/runs/{runId}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Null(host.Live.Hub.Get(runId));
        var left = await Client.GetJsonAsync($"/api/runs?parent={runId}");
        Assert.Equal(0, left.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Approvals_OfCalledRuns_AreListed()
    {
        var flow = await Client.PublishAsync(TestFlows.Approval(AppFixture.NewId()));
        var runId = await StartAsync(TestFlows.Calling(AppFixture.NewId(), flow));
        string? called = null;

        await Elsewhere.UntilAsync(
            "/api/approvals",
            list =>
                (
                    called = list
                        .Json.GetProperty("items")
                        .EnumerateArray()
                        .Select(static item => item.GetProperty("runId").GetString()!)
                        .FirstOrDefault(id => id.StartsWith(runId + "~", StringComparison.Ordinal))
                )
                    is not null
        );
        await Elsewhere.PostJsonAsync($"/api/runs/{called}/approvals/ask", """{"decision":"approve"}""");

        Assert.Equal("Succeeded", (await EndedAsync(Client, runId)).Text("status"));
    }

    [Fact]
    public async Task Tick_AfterTheHostFailedARun_LetsItGoOn()
    {
        var runId = await StartAsync(TestFlows.Waiting(AppFixture.NewId()));
        await Client.UntilAsync(
            $"/api/runs/{runId}",
            static run => run.Json.GetProperty("waitingFor").GetArrayLength() > 0
        );
        await host.FailAsync(runId);

        var done = await host.TickAsync();

        Assert.Contains(done, line => line.Contains(runId, StringComparison.Ordinal));
        await Client.PostJsonAsync($"/api/runs/{runId}/signals/go", "1");
        Assert.Equal("Succeeded", (await EndedAsync(Client, runId)).Text("status"));
    }
}
