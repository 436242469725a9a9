using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Idempotency;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Start;

/// <summary>Starts one run for a key, however often and however many at once ask for it.</summary>
internal sealed class IdempotentStarts(
    IdempotencyStore claims,
    RunReader reader,
    RunStarter starter,
    RunEnds ends,
    TimeProvider time
)
{
    private readonly Turns _turns = new();

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
        var (started, existing) = await StartOrFindAsync(Workspace.Of(context), request, prepare, cancellation);
        if (existing is null)
        {
            return StartedRun.Of(started!, await starter.WaitAsync(started!.Start.RunId, patience, cancellation));
        }

        context.Response.Headers["Idempotent-Replayed"] = "true";
        return StartedRun.Of(
            existing.Header,
            existing.Header.Status.IsTerminal()
                ? await ends.OfAsync(existing, cancellation)
                : await starter.WaitAsync(existing.Header.RunId, patience, cancellation)
        );
    }

    private async Task<(PreparedRun? Started, RunRecord? Existing)> StartOrFindAsync(
        string workspace,
        IdempotentRequest request,
        Func<ValueTask<PreparedRun>> prepare,
        CancellationToken cancellationToken
    )
    {
        // One at a time for a key, so that nobody gives a claim back under the run that somebody else has just started for it.
        using var turn = await _turns.TakeAsync($"{workspace} {request.Key}", cancellationToken);
        var claim = await claims.ClaimAsync(
            workspace,
            request.Key,
            request.Hash,
            RunIds.New(time.GetUtcNow()),
            cancellationToken
        );
        if (!claim.Matches)
        {
            throw new ProblemException(Mismatch(request.Key));
        }

        if (
            !claim.IsNew
            && await reader.FindAsync(workspace, claim.RunId, cancellationToken) is { } existing
            && !RunHeaders.NeverStarted(existing.Header)
        )
        {
            return (null, existing);
        }

        try
        {
            // A claim without a run, or with one that never reached the engine, is one whose start was cut short: it is started now, under
            // the same id.
            var prepared = await prepare();
            var run = prepared with { Start = prepared.Start with { RunId = claim.RunId } };
            await starter.StartAsync(run, cancellationToken);
            return (run, null);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            await claims.ReleaseAsync(workspace, request.Key, claim.RunId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Whether a start certainly did not happen. After any other failure it may have, so the claim stays.</summary>
    private static bool IsRefusal(Exception exception) =>
        exception is ProblemException or IStartRefusal or PayloadMissingException or JsonException;

    private static Problem Mismatch(string key) =>
        Problem.Conflict(
            "Idempotency.Mismatch",
            $"The Idempotency-Key '{key}' stands for another request. Send the same request again, or use a new key."
        );
}
