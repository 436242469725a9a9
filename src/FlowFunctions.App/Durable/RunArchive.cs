using Azure;
using FlowFunctions.App.Runs;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Durable;

/// <summary>The archive of runs in the storage account's tables.</summary>
internal sealed class RunArchive(RunStore store) : IRunArchive
{
    /// <inheritdoc/>
    public async ValueTask StoreAsync(ArchivedRun run, CancellationToken cancellationToken)
    {
        var record = new RunRecord(HeaderOf(run), run.History);
        var failures = await UseAsync(() => store.WriteAsync([record], cancellationToken), run.Start.RunId, "stored");
        if (failures is [var failure, ..])
        {
            throw Failure(run.Start.RunId, "stored", failure.Reason);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<RunStatus?> FindAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        (await UseAsync(() => store.GetAsync(workspace, runId, cancellationToken: cancellationToken), runId, "read"))
            ?.Header
            .Status;

    private static RunHeader HeaderOf(ArchivedRun run) =>
        RunHeaders.Of(run.FlowId, run.Start) with
        {
            Status = run.Status,
            QueuedAt = run.QueuedAt,
            StartedAt = run.StartedAt,
            EndedAt = run.EndedAt,
            Error = RunHeaders.ErrorOf(run.Error),
        };

    private static async Task<T> UseAsync<T>(Func<Task<T>> use, string runId, string done)
    {
        try
        {
            return await use();
        }
        catch (Exception exception)
            when (exception
                    is RequestFailedException
                        or AggregateException { InnerException: RequestFailedException }
                        or HttpRequestException
            )
        {
            throw Failure(runId, done, exception.Message, exception);
        }
    }

    private static IOException Failure(string runId, string done, string reason, Exception? cause = null) =>
        new($"Run '{runId}' cannot be {done} in the storage account now: {reason.Split('\n', 2)[0].Trim()}", cause);
}
