using System.Net;
using Azure;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Local;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Storage.Tests.Flows;

/// <summary>The Table service behind a server that fails as a test says: busy, or losing answers of what was done.</summary>
[Collection(nameof(StorageTests))]
public sealed class FlowTroubleTests(AzuriteFixture fixture)
{
    private const string Workspace = Sample.Workspace;

    [Fact]
    public async Task Save_WhileTheServiceIsBusy_IsTriedAgain()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var busy = 2;
        await using var proxy = await ProxyAsync(
            async (context, forward) =>
            {
                if (IsTransaction(context) && busy-- > 0)
                {
                    context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
                    return;
                }

                await forward();
            }
        );

        var write = await Behind(proxy, storage).SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 1)));

        Assert.Equal((WriteOutcome.Created, -1), (write.Outcome, busy));
        Assert.Single((await storage.Flows.ListVersionsAsync(write.Flow!)).Items);
    }

    [Fact]
    public async Task Save_WhoseAnswerIsLost_IsKnownToBeDone()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var first = await storage.Flows.CreateAsync(Sample.Flow("f", 1));
        var lost = 0;
        await using var proxy = await ProxyAsync(
            async (context, forward) =>
            {
                if (IsTransaction(context) && lost++ == 0)
                {
                    await forward();
                    context.Abort();
                    return;
                }

                await forward();
            }
        );

        var write = await Behind(proxy, storage)
            .SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 2), first.ETag, publish: true));

        Assert.Equal((WriteOutcome.Saved, 2), (write.Outcome, lost));
        var flow = (await storage.Flows.GetAsync(Workspace, "f"))!;
        Assert.Equal((2, 2, write.Flow!.ETag), (flow.Version, flow.PublishedVersion, flow.ETag));
    }

    [Fact]
    public async Task Save_ThatFailsBetweenBlobsAndRows_IsNotToBeSeen()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var first = await storage.Flows.CreateAsync(Sample.Flow("f", 1), publish: true);
        await using var proxy = await ProxyAsync(
            static (context, forward) =>
            {
                if (IsTransaction(context))
                {
                    context.Response.StatusCode = (int)HttpStatusCode.Forbidden;
                    return Task.CompletedTask;
                }

                return forward();
            }
        );
        var broken = Behind(proxy, storage);

        await Assert.ThrowsAsync<RequestFailedException>(() =>
            broken.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 2), first.ETag, publish: true))
        );
        await Assert.ThrowsAsync<RequestFailedException>(() =>
            broken.SaveAsync(Workspace, Sample.Save(Sample.Flow("g", 2)))
        );

        Assert.Null(await storage.Flows.GetAsync(Workspace, "g"));
        var flow = (await storage.Flows.GetAsync(Workspace, "f"))!;
        Assert.Equal((1, 1, first.ETag), (flow.Version, flow.PublishedVersion, flow.ETag));
        Assert.Single((await storage.Flows.ListVersionsAsync(flow)).Items);
        var write = await storage.Flows.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 2), first.ETag));
        Assert.Equal((WriteOutcome.Saved, 2), (write.Outcome, write.Flow!.Version));
    }

    private static bool IsTransaction(HttpContext context) =>
        context.Request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal);

    private static FlowStore Behind(AnsweringServer proxy, FlowStorage storage)
    {
        var options = new TableClientOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        var service = new TableServiceClient(
            new Uri(proxy.Address, $"/{Azurite.AccountName}"),
            new TableSharedKeyCredential(Azurite.AccountName, Azurite.AccountKey),
            options
        );
        return new FlowStore(service.GetTableClient(storage.Table.Name), storage.Container);
    }

    private Task<AnsweringServer> ProxyAsync(Func<HttpContext, Func<Task>, Task> answer) =>
        AnsweringServer.StartAsync(
            (context, _) => answer(context, () => Forwarding.SendAsync(context, fixture.Azurite.TableEndpoint))
        );
}
