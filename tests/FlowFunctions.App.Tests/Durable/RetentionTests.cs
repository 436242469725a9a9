using FlowFunctions.App.Durable;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;
using FlowFunctions.Storage.Payloads;
using FlowFunctions.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Durable;

/// <summary>What is deleted from the backend, by what the tables know.</summary>
[Collection(nameof(AppTests))]
public sealed class RetentionTests(AppFixture fixture)
{
    [Fact]
    public async Task Purge_ByTheTables_DeletesRecordedInstancesOnly()
    {
        var pump = new HubPump(new TaskHubOptions(), new EndingWorker());
        var archive = new RunArchive(
            fixture.App.Services.GetRequiredService<RunStore>(),
            new CallbackQueue(new CallbackSettings())
        );
        var engine = NewEngine(pump, archive);
        var (recorded, open, missing) = (NewId(), NewId(), NewId());
        await StoreAsync(archive, recorded, RunStatus.Succeeded);
        await StoreAsync(archive, open, RunStatus.Running);
        foreach (var run in (string[])[recorded, open, missing])
        {
            pump.Hub.Start(run, FunctionNames.RunFlow, "null");
        }

        await pump.RunAsync();
        Assert.Equal(0, (await engine.TendAsync()).Purged);
        Assert.Equal(RunStatus.Cancelled, await FindAsync(archive, open));
        pump.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, (await engine.TendAsync()).Purged);

        Assert.Null(pump.Hub.Get(recorded));
        Assert.Null(pump.Hub.Get(open));
        Assert.NotNull(pump.Hub.Get(missing));
    }

    private DurableEngine NewEngine(HubPump pump, RunArchive archive)
    {
        var services = fixture.App.Services;
        return new DurableEngine(
            new DurableEngineOptions { TimeProvider = pump.Time },
            new DurableEngineParts(
                new StepExecutor(services.GetRequiredService<StepTypes>(), NoSecrets.Instance),
                services.GetRequiredService<IPlanSource>(),
                services.GetRequiredService<BlobPayloadStore>(),
                archive,
                new HubClient(pump.Hub)
            )
        );
    }

    private static string NewId() => AppFixture.NewId("retained");

    private static Task<RunStatus?> FindAsync(RunArchive archive, string runId) =>
        archive.FindAsync("retention", runId, CancellationToken.None).AsTask();

    private static async Task StoreAsync(RunArchive archive, string runId, RunStatus status) =>
        await archive.StoreAsync(
            new ArchivedRun
            {
                Start = new RunStart
                {
                    RunId = runId,
                    PlanHash = "none",
                    Workspace = "retention",
                },
                FlowId = "flow",
                Status = status,
            },
            CancellationToken.None
        );
}
