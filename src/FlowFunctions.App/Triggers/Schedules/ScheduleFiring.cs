using FlowFunctions.App.Engine;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Starts the run for a time, as far as the run before lets it.</summary>
internal sealed partial class ScheduleFiring(
    TriggerStarter starter,
    RunReader reader,
    IAppEngine engine,
    TriggerActivity activity,
    TimeProvider time,
    ILogger<ScheduleFiring> logger
)
{
    /// <summary>Failures that nobody foresaw are taken for passing ones so often.</summary>
    private const int MaxUnexpected = 5;

    /// <summary>Starts the run for a time, or says why there is none now.</summary>
    public async Task<FireOutcome> FireAsync(FireRequest fire, CancellationToken cancellationToken)
    {
        try
        {
            return await BlockedAsync(fire, cancellationToken)
                ?? (
                    await starter.StartAsync(fire.Run, cancellationToken)
                        ? new FireOutcome(FireKind.Started, fire.Run.RunId)
                        : new FireOutcome(FireKind.Found, fire.Run.RunId)
                );
        }
#pragma warning disable CA1031 // Whatever it was, the time stays due or people see why it has no run.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Failure(fire, exception);
        }
    }

    /// <summary>Starts the run for a time whatever the run before does, or says why there is none now.</summary>
    public Task<FireOutcome> StartAsync(TriggeredRun run, PlannedTime planned, CancellationToken cancellationToken) =>
        FireAsync(new FireRequest(run, planned, RunOverlap.Allow) { Tries = MaxUnexpected }, cancellationToken);

    /// <summary>Waits for the end of a run.</summary>
    /// <returns>Whether it has ended; false, maybe at once, when nobody here can tell.</returns>
    public async Task<bool> HasEndedAsync(string runId, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.WaitAsync(runId, cancellationToken) is not null;
        }
#pragma warning disable CA1031 // Then it is looked at in a while.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async ValueTask<FireOutcome?> BlockedAsync(FireRequest fire, CancellationToken cancellationToken)
    {
        if (
            fire.Overlap == RunOverlap.Allow
            || fire.LastRunId is not { } last
            || last == fire.Run.RunId
            || !await IsOpenAsync(fire.Run.Trigger.Key.Workspace, last, cancellationToken)
        )
        {
            return null;
        }

        if (fire.Overlap == RunOverlap.Skip)
        {
            // The time may have its run from before a crash, and that one must not be forgotten.
            return fire.Run.MayHaveBegun && await HasBegunAsync(fire.Run, cancellationToken)
                ? new FireOutcome(FireKind.Found, fire.Run.RunId)
                : Refused(fire, FireKind.Skipped, "Schedule.Overlap", $"The run before, {last}, was still open.");
        }

        if (fire.Overlap == RunOverlap.CancelPrevious && !fire.HasCancelled)
        {
            await engine.ControlAsync(
                last,
                RunControl.Cancel,
                $"The schedule '{fire.Run.Trigger.Key}' is due again, and its overlap is cancelPrevious.",
                cancellationToken
            );
        }

        return new FireOutcome(FireKind.Waits, last);
    }

    private async ValueTask<bool> IsOpenAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        await reader.FindAsync(workspace, runId, cancellationToken) is { } run
        && !run.Header.Status.IsTerminal()
        && RunStarter.HasBegun(run);

    private ValueTask<bool> HasBegunAsync(TriggeredRun run, CancellationToken cancellationToken) =>
        starter.HasBegunAsync(run.Trigger.Key.Workspace, run.RunId, cancellationToken);

    private FireOutcome Failure(FireRequest fire, Exception exception)
    {
        var problem = exception is OperationCanceledException ? null : ExceptionProblems.Of(exception);
        if (problem is { Status: StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable })
        {
            return new FireOutcome(FireKind.Later, null, problem.Detail, problem.RetryAfter);
        }

        // That the flow's version is gone is seen in the registry a moment later, and then there is no schedule any more.
        if (problem is { Status: < StatusCodes.Status500InternalServerError and not StatusCodes.Status409Conflict })
        {
            // The starter has noted what it could make no input of.
            return problem.Status == StatusCodes.Status400BadRequest
                ? new FireOutcome(FireKind.Failed, null, TextOf(problem))
                : Refused(fire, FireKind.Failed, problem.Code, TextOf(problem));
        }

        if (problem is null && fire.Tries >= MaxUnexpected)
        {
            LogUnexpected(exception, fire.Run.Trigger.Key.Id, fire.Planned.DueAt);
            return Refused(fire, FireKind.Failed, "Internal", "Its run could not be started; the log says why.");
        }

        return new FireOutcome(FireKind.Later, null, problem?.Detail ?? exception.Message);
    }

    /// <summary>The time has no run, which people see where they look at triggers.</summary>
    private FireOutcome Refused(FireRequest fire, FireKind kind, string code, string message)
    {
        activity.Refused(fire.Run.Trigger.Key, code, message, time.GetUtcNow());
        return new FireOutcome(kind, null, message);
    }

    private static string TextOf(Problem problem) =>
        problem.Errors is { Count: > 0 } errors
            ? $"{problem.Detail} {string.Join(' ', errors.Select(static error => $"{error.Pointer}: {error.Message}"))}"
            : problem.Detail;

    [LoggerMessage(1, LogLevel.Error, "The run of schedule {Schedule} for {DueAt} could not be started")]
    private partial void LogUnexpected(Exception exception, string schedule, DateTimeOffset dueAt);
}
