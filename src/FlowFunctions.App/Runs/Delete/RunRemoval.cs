using FlowFunctions.App.Engine;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Callbacks;
using FlowFunctions.Storage.Logs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Delete;

/// <summary>Deletes ended runs with what belongs to them: their histories, their logs and the runs that they called.</summary>
internal sealed class RunRemoval(
    IRunSource source,
    RunStore store,
    LogStore logs,
    CallbackStore callbacks,
    IAppEngine engine
)
{
    private static readonly TimeSpan StoredSoon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(5);

    /// <summary>Deletes runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellationToken">Gives up; some may be deleted.</param>
    /// <returns>Why a run was not deleted, by its id; empty when all were.</returns>
    public async Task<IReadOnlyDictionary<string, Problem>> DeleteAsync(
        IReadOnlyList<RunHeader> runs,
        CancellationToken cancellationToken
    )
    {
        var problems = new Dictionary<string, Problem>(StringComparer.Ordinal);
        var ready = new List<RunHeader>(runs.Count);
        foreach (var run in runs)
        {
            if (WhyNot(run) is { } problem)
            {
                problems[run.RunId] = problem;
            }
            else
            {
                ready.Add(run);
            }
        }

        // First where they would be written again from.
        await engine.ForgetAsync(
            ready.Select(static run => run.RunId).ToHashSet(StringComparer.Ordinal),
            cancellationToken
        );

        // Then the logs and callbacks: without the record nobody would find them any more.
        foreach (var run in ready)
        {
            await callbacks.DeleteAsync(run.Workspace, run.RunId, cancellationToken);
            await logs.DeleteAsync(run.Workspace, run.RunId, cancellationToken);
        }

        foreach (var failure in await store.DeleteAsync(ready, cancellationToken))
        {
            problems[failure.Run.RunId] = NotDeleted(failure);
        }

        return problems;
    }

    private Problem? WhyNot(RunHeader run) =>
        !run.Status.IsTerminal() ? RunProblems.Open(run.RunId)
        : run.ParentRunId is { } parent ? BelongsTo(run, parent)
        : source.IsBeingStored(run.RunId) ? BeingStored(run)
        : null;

    private static Problem BelongsTo(RunHeader run, string parent) =>
        Problem.Conflict(
            "Run.Called",
            $"Run '{run.RunId}' was called by run '{parent}' and is deleted together with it. Delete that one."
        );

    private static Problem BeingStored(RunHeader run) =>
        Problem.Conflict(
            "Run.BeingStored",
            $"Run '{run.RunId}' has just ended and is being stored. Delete it in a moment."
        ) with
        {
            RetryAfter = StoredSoon,
        };

    private static Problem NotDeleted(RunDeleteFailure failure) =>
        new(
            StatusCodes.Status503ServiceUnavailable,
            "Storage.Unavailable",
            $"Run '{failure.Run.RunId}' could not be deleted whole: {failure.Reason} Delete it again."
        )
        {
            RetryAfter = failure.IsTransient ? StorageRetry : null,
        };
}
