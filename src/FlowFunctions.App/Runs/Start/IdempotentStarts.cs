using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Idempotency;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Start;

/// <summary>Starts one run for a caller's key, and answers for that run whenever the key comes again.</summary>
internal sealed class IdempotentStarts(ClaimedStarts starts, RunReader reader, RunStarter starter, RunEnds ends)
{
    /// <summary>Starts the run, or answers as the run stands that the key has started before.</summary>
    /// <param name="context">The request.</param>
    /// <param name="request">Its key and what it asks for.</param>
    /// <param name="patience">How long to wait for the end.</param>
    /// <param name="prepare">Checks the request and makes the run.</param>
    /// <exception cref="ProblemException">409: the key stands for another request.</exception>
    public async Task<IResult> AnswerAsync(
        HttpContext context,
        IdempotentRequest request,
        TimeSpan patience,
        Func<ValueTask<PreparedRun>> prepare
    )
    {
        var cancellation = context.RequestAborted;
        var (runId, started, existing) = await StartOrFindAsync(Workspace.Of(context), request, prepare, cancellation);
        if (started is not null)
        {
            return StartedRun.Of(started, await starter.WaitAsync(runId, patience, cancellation));
        }

        context.Response.Headers["Idempotent-Replayed"] = "true";
        if (existing is null)
        {
            return StartedRun.Elsewhere(runId);
        }

        return StartedRun.Of(
            existing.Header,
            existing.Header.Status.IsTerminal()
                ? await ends.OfAsync(existing, cancellation)
                : await starter.WaitAsync(existing.Header.RunId, patience, cancellation)
        );
    }

    private Task<(string RunId, PreparedRun? Started, RunRecord? Existing)> StartOrFindAsync(
        string workspace,
        IdempotentRequest request,
        Func<ValueTask<PreparedRun>> prepare,
        CancellationToken cancellationToken
    ) =>
        starts.StartAsync<(string, PreparedRun?, RunRecord?)>(
            new ClaimedKey(workspace, request.Key, request.Hash, IdempotencyStore.DefaultKeep, Mismatch(request.Key)),
            async (claim, token) =>
            {
                var existing = claim.IsNew ? null : await reader.FindAsync(workspace, claim.RunId, token);
                if (claim.HasBegun || (existing is not null && !RunHeaders.NeverStarted(existing.Header)))
                {
                    return (claim.RunId, null, existing);
                }

                var prepared = await prepare();
                var run = prepared with { Start = prepared.Start with { RunId = claim.RunId } };
                await starter.StartAsync(run, token);
                return (claim.RunId, run, null);
            },
            cancellationToken
        );

    private static Problem Mismatch(string key) =>
        Problem.Conflict(
            "Idempotency.Mismatch",
            $"The Idempotency-Key '{key}' stands for another request. Send the same request again, or use a new key."
        );
}
