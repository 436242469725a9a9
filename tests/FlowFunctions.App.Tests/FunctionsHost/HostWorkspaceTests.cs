using System.Net;
using Azure.Storage.Queues;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>Workspaces on a function app of two instances.</summary>
[Collection(nameof(HostTests))]
public sealed class HostWorkspaceTests(HostFixture host) : WorkspaceSuite
{
    protected override Uri Address => host.Client.BaseAddress!;

    protected override Uri Elsewhere => host.Elsewhere.BaseAddress!;

    [Fact]
    public async Task Drain_InboxOfAWorkspace_StartsItsRuns()
    {
        var workspace = AppFixture.NewId("inbox");
        var flow = await Client(workspace).PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var inbox = new QueueClient(host.Storage.ConnectionString, $"w{workspace.Length}-{workspace}-flow-runs");
        await inbox.CreateIfNotExistsAsync();
        await inbox.SendMessageAsync($$$"""{"flow":"{{{flow}}}","id":"mine","input":{"n":4}}""");

        var (status, _) = await host.Client.CallAsync(
            "DrainQueues",
            HostCalls.Of(("input", HostCalls.Text("{}"))).ToJsonString()
        );

        Assert.Equal(200, status);
        var run = await Client(workspace)
            .UntilAsync(
                $"/api/runs/w{workspace.Length}-{workspace}-mine",
                static run => run.Status == HttpStatusCode.OK && run.Text("status") == "Succeeded"
            );
        Assert.Equal(8, run.Json.GetProperty("output").GetInt32());
        Assert.Empty(Items(await Client("default").GetJsonAsync($"/api/runs?flow={flow}")));
    }
}
