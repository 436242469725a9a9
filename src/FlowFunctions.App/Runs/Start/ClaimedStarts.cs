using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Idempotency;

namespace FlowFunctions.App.Runs.Start;

/// <summary>Starts one run for a key, however often and however many at once ask for it.</summary>
internal sealed class ClaimedStarts(IdempotencyStore claims, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Problem Unavailable = new(
        StatusCodes.Status503ServiceUnavailable,
        "Storage.Unavailable",
        "Storage does not answer, so nobody knows whether this came before. Send the request again in a moment."
    )
    {
        RetryAfter = Patience,
    };
    private readonly Turns _turns = new();

    /// <summary>Claims a key and starts its run.</summary>
    /// <param name="key">The key.</param>
    /// <param name="start">
    /// Starts the run under the claim's id. A claim that is not new may stand for a run that has begun, or for one whose start was cut
    /// short: then it is started now.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The key stands for another request.</exception>
    public async Task<T> StartAsync<T>(
        ClaimedKey key,
        Func<IdempotencyClaim, ValueTask<T>> start,
        CancellationToken cancellationToken
    )
    {
        // One at a time for a key, so that nobody gives a claim back under the run that somebody else has just started for it.
        using var turn = await _turns.TakeAsync($"{key.Workspace} {key.Text}", cancellationToken);
        var claim = await ClaimAsync(key, cancellationToken);
        try
        {
            return await start(claim);
        }
        catch (Exception exception) when (claim.IsNew && IsRefusal(exception))
        {
            await claims.ReleaseAsync(key.Workspace, key.Text, claim.RunId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Claims a key, or says which run it stands for. Nobody waits long for storage that does not answer.</summary>
    /// <exception cref="ProblemException">The key stands for another request; 503: storage does not answer.</exception>
    public async Task<IdempotencyClaim> ClaimAsync(ClaimedKey key, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            var runId = RunIds.New(time.GetUtcNow());
            var (workspace, text, hash, keepFor, mismatch) = key;
            var claim = await claims.ClaimAsync(workspace, text, hash, runId, keepFor, either.Token);
            return claim.Matches ? claim : throw new ProblemException(mismatch);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException(Unavailable);
        }
    }

    /// <summary>Whether a start certainly did not happen. After any other failure it may have, so the claim stays.</summary>
    private static bool IsRefusal(Exception exception) =>
        exception is ProblemException or IStartRefusal or PayloadMissingException or JsonException;
}

/// <summary>A key that stands for one run.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="Text">The key.</param>
/// <param name="RequestHash">A hash of what is asked for; the key is good for nothing else.</param>
/// <param name="KeepFor">How long it stands for the run.</param>
/// <param name="Mismatch">What those are told who ask for something else with it.</param>
internal sealed record ClaimedKey(
    string Workspace,
    string Text,
    string RequestHash,
    TimeSpan KeepFor,
    Problem Mismatch
);
