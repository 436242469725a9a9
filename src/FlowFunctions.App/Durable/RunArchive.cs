using Azure;
using FlowFunctions.App.Runs;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Durable;

/// <summary>The archive of runs in the storage account's tables.</summary>
internal sealed class RunArchive(RunStore store, CallbackQueue callbacks) : IRunArchive
{
    private const int StaleAtOnce = 100;

    /// <inheritdoc/>
    public async ValueTask StoreAsync(ArchivedRun run, CancellationToken cancellationToken)
    {
        var record = new RunRecord(HeaderOf(run), run.History);
        var runId = run.Start.RunId;
        if (!run.Status.IsTerminal())
        {
            await UseAsync(
                () => store.WriteOpenAsync(record, DurableErrors.NeverStarted, cancellationToken),
                runId,
                "stored",
                cancellationToken
            );
            return;
        }

        var failures = await UseAsync(
            () => store.WriteAsync([record], cancellationToken),
            runId,
            "stored",
            cancellationToken
        );
        if (failures is [var failure, ..])
        {
            throw Failure(runId, "stored", failure.Reason);
        }

        callbacks.Ended(run.Start);
    }

    /// <inheritdoc/>
    public async ValueTask<RunStatus?> FindAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        await UseAsync(() => store.FindAsync(workspace, runId, cancellationToken), runId, "read", cancellationToken)
            is { } run
        && run.Error?.Code != DurableErrors.NeverStarted
            ? run.Status
            : null;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadHistoryAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken
    ) =>
        (
            await UseAsync(
                () => store.GetAsync(workspace, runId, cancellationToken: cancellationToken),
                runId,
                "read",
                cancellationToken
            )
        )?.History;

    /// <inheritdoc/>
    public async ValueTask<StaleRunPage> ListStaleAsync(
        DateTimeOffset unchangedSince,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var page = await UseAsync(
            () => store.ListStaleAsync(unchangedSince, StaleAtOnce, continuation, cancellationToken),
            "*",
            "listed",
            cancellationToken
        );
        return new StaleRunPage(
            [.. page.Items.Select(static run => new StaleRun(run.Workspace, run.RunId))],
            page.Continuation
        );
    }

    /// <inheritdoc/>
    public async ValueTask<bool> EndAsync(
        string workspace,
        string runId,
        RunResult result,
        DateTimeOffset endedAt,
        CancellationToken cancellationToken
    )
    {
        var ended = await UseAsync(
            () =>
                store.EndAsync(
                    workspace,
                    runId,
                    result.Status,
                    endedAt,
                    RunHeaders.ErrorOf(result.Error),
                    cancellationToken
                ),
            runId,
            "stored",
            cancellationToken
        );
        if (ended)
        {
            callbacks.Add(new(workspace, runId));
        }

        return ended;
    }

    private static RunHeader HeaderOf(ArchivedRun run) =>
        RunHeaders.Of(run.FlowId, run.Start) with
        {
            Status = run.Status,
            QueuedAt = run.QueuedAt,
            StartedAt = run.StartedAt,
            EndedAt = run.EndedAt,
            Error = RunHeaders.ErrorOf(run.Error),
        };

    private static async Task<T> UseAsync<T>(
        Func<Task<T>> use,
        string runId,
        string done,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await use();
        }
        catch (Exception exception) when (IsOutage(exception, cancellationToken))
        {
            throw Failure(runId, done, exception.Message, exception);
        }
    }

    /// <summary>A request that took too long is cancelled, too, though nobody asked for it.</summary>
    private static bool IsOutage(Exception exception, CancellationToken cancellationToken) =>
        exception
            is RequestFailedException
                or AggregateException { InnerException: RequestFailedException or OperationCanceledException }
                or HttpRequestException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static IOException Failure(string runId, string done, string reason, Exception? cause = null) =>
        new($"Run '{runId}' cannot be {done} in the storage account now: {reason.Split('\n', 2)[0].Trim()}", cause);
}
