using System.Globalization;
using FlowFunctions.App.Engine;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Durable;

/// <summary>The engine on a Durable Task backend, as the rest of the app asks it.</summary>
internal sealed class DurableAppEngine(
    IDurableEngine engine,
    ITaskHubClient hub,
    RunReader reader,
    IBackendAddress address,
    TimeProvider time
) : IAppEngine
{
    private const int PurgedAtOnce = 8;
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string? Outage => address.WhyUnknown;

    /// <inheritdoc/>
    /// <exception cref="ProblemException">503: the storage account does not take the run now.</exception>
    /// <exception cref="TaskHubUnavailableException">It is not known yet where the backend answers; nothing was stored.</exception>
    public ValueTask StartAsync(Plan plan, RunStart start, CancellationToken cancellationToken = default) =>
        address.WhyUnknown is { } reason
            ? throw new TaskHubUnavailableException(reason)
            : WhileStorageIsThereAsync(() => engine.StartAsync(plan, start, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<RunResult?> WaitAsync(string runId, CancellationToken cancellationToken = default) =>
        engine.WaitAsync(runId, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ProblemException">503: the storage account does not take the payload now.</exception>
    public async ValueTask<bool> SignalAsync(
        string runId,
        string name,
        Payload payload,
        CancellationToken cancellationToken = default
    )
    {
        var isOpen = false;
        await WhileStorageIsThereAsync(async () =>
            isOpen = await engine.SignalAsync(runId, name, payload, cancellationToken)
        );
        return isOpen;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ControlAsync(
        string runId,
        RunControl control,
        string? reason = null,
        CancellationToken cancellationToken = default
    ) => engine.ControlAsync(runId, control, reason, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<T?> QueryAsync<T>(
        string workspace,
        string runId,
        Func<RunState, T> read,
        CancellationToken cancellationToken = default
    )
    {
        var run = await reader.FindAsync(workspace, runId, cancellationToken);
        return run is null || run.Header.Status.IsTerminal()
            ? default
            : read((await reader.ViewAsync(run, cancellationToken)).State);
    }

    /// <inheritdoc/>
    public async ValueTask<RunExplanation?> ExplainAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken = default
    )
    {
        var known = await QueryAsync(
            workspace,
            runId,
            state => RunExplainer.Explain(state, OfExecution),
            cancellationToken
        );
        return known is { Status: RunStatus.Queued } ? await ExplainWaitAsync(runId, cancellationToken) : known;
    }

    /// <exception cref="ProblemException">503: the storage account does not tell now.</exception>
    private async ValueTask<RunExplanation?> ExplainWaitAsync(string runId, CancellationToken cancellationToken)
    {
        RunExplanation? wait = null;
        await WhileStorageIsThereAsync(async () => wait = await engine.ExplainWaitAsync(runId, cancellationToken));
        return wait;
    }

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(IReadOnlySet<string> runIds, CancellationToken cancellationToken = default) =>
        await Parallel.ForEachAsync(
            runIds,
            new ParallelOptions { MaxDegreeOfParallelism = PurgedAtOnce, CancellationToken = cancellationToken },
            PurgeAsync
        );

    /// <summary>The runs that it called first: without it nobody would know that they were its own.</summary>
    private async ValueTask PurgeAsync(string runId, CancellationToken cancellationToken)
    {
        var query = new InstanceQuery { IdPrefix = runId + "~" };
        do
        {
            var page = await hub.ListAsync(query, cancellationToken);
            foreach (var called in page.Instances)
            {
                await hub.PurgeAsync(called.InstanceId, cancellationToken);
            }

            query = query with { Continuation = page.Continuation };
        } while (query.Continuation is not null);

        await hub.PurgeAsync(runId, cancellationToken);
    }

    private static async ValueTask WhileStorageIsThereAsync(Func<ValueTask> use)
    {
        try
        {
            await use();
        }
        catch (IOException exception) when (exception is not TaskHubUnavailableException)
        {
            throw new ProblemException(
                new Problem(StatusCodes.Status503ServiceUnavailable, "Storage.Unavailable", exception.Message)
                {
                    RetryAfter = StorageRetry,
                }
            );
        }
    }

    private WaitReason? OfExecution(StepInstance step) =>
        new(
            step.Path,
            WaitKind.Execution,
            step.ReadyAt,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Attempt {step.Attempt} of '{step.Plan.Type}' is being executed or waits for a place, for {(time.GetUtcNow() - step.ReadyAt).TotalSeconds:0} s."
            )
        );
}
