using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Idempotency;

namespace FlowFunctions.App.Runs.Start;

/// <summary>
/// Starts one run for a key, however often and however many at once ask for it, in this process and in others. A claim says which process starts
/// the run; the others wait until it says that the run has begun, and take the claim over when it is not there to say so (docs/adr/0012).
/// </summary>
internal sealed class ClaimedStarts(
    IdempotencyStore claims,
    ClaimConfirmations confirmations,
    ClaimSettings settings,
    TimeProvider time
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long a request waits for another process' start in all is a little over a second.</summary>
    private static readonly int[] PausesInMilliseconds = [10, 20, 40, 80, 160, 320, 480];

    private static readonly Problem Unavailable = new(
        StatusCodes.Status503ServiceUnavailable,
        "Storage.Unavailable",
        "Storage does not answer, so nobody knows whether this came before. Send the request again in a moment."
    )
    {
        RetryAfter = Patience,
    };
    private static readonly Problem Starting = new(
        StatusCodes.Status503ServiceUnavailable,
        "Run.Starting",
        "Another app has begun to start the run of this request and has not finished. Send the request again in a moment."
    )
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
    private readonly Turns _turns = new();

    /// <summary>Claims a key and starts its run.</summary>
    /// <param name="key">The key.</param>
    /// <param name="start">
    /// Starts the run under the claim's id, until it is told to give up; that the sender hangs up is no reason. A claim that is not new may stand
    /// for a run that has begun, or for one whose start was cut short: then it is started now, unless it has begun elsewhere.
    /// </param>
    /// <param name="cancellationToken">Gives up, as long as the start has not begun.</param>
    /// <exception cref="ProblemException">The key stands for another request; 503: another process starts the run.</exception>
    public async Task<T> StartAsync<T>(
        ClaimedKey key,
        Func<StartClaim, CancellationToken, ValueTask<T>> start,
        CancellationToken cancellationToken
    )
    {
        foreach (var pause in PausesInMilliseconds)
        {
            var (isDone, result) = await TryStartAsync(key, start, cancellationToken);
            if (isDone)
            {
                return result!;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellationToken);
        }

        throw new ProblemException(Starting);
    }

    /// <summary>Claims a key, or says which run it stands for. Nobody waits long for storage that does not answer.</summary>
    /// <exception cref="ProblemException">The key stands for another request; 503: storage does not answer.</exception>
    public Task<IdempotencyClaim> ClaimAsync(ClaimedKey key, CancellationToken cancellationToken) =>
        InTimeAsync(token => ClaimAsync(key, starter: null, token), cancellationToken);

    private async Task<(bool IsDone, T? Result)> TryStartAsync<T>(
        ClaimedKey key,
        Func<StartClaim, CancellationToken, ValueTask<T>> start,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(settings.StartLimit, time);

        // One at a time for a key, so that nobody gives a claim back under the run that somebody else has just started for it.
        var (turn, claim) = await InTimeAsync(token => TakeTurnAsync(key, token), cancellationToken);
        using (turn)
        {
            return claim is null ? default : (true, await StartAsync(key, claim, start, limit.Token));
        }
    }

    private async Task<(Turns.Turn Turn, IdempotencyClaim? Claim)> TakeTurnAsync(
        ClaimedKey key,
        CancellationToken cancellationToken
    )
    {
        var turn = await _turns.TakeAsync($"{key.Workspace} {key.Text}", cancellationToken);
        try
        {
            var claim = await ClaimAsync(key, settings.Starter, cancellationToken);
            return (turn, await TakeAsync(claim, cancellationToken));
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    private async Task<IdempotencyClaim> ClaimAsync(
        ClaimedKey key,
        string? starter,
        CancellationToken cancellationToken
    )
    {
        var runId = RunIds.New(time.GetUtcNow());
        var (workspace, text, hash, keepFor, mismatch) = key;
        var claim = await claims.ClaimAsync(workspace, text, hash, runId, keepFor, starter, cancellationToken);
        return claim.Matches ? claim : throw new ProblemException(mismatch);
    }

    /// <summary>The claim when this process may act on it; null when another one is starting the run.</summary>
    private async ValueTask<IdempotencyClaim?> TakeAsync(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        if (claim.IsNew || claim.HasStarted || settings.Starter is not { } self)
        {
            return claim;
        }

        // What is this process's own was cut short, and so was what nobody has begun.
        if (claim.Starter is { } other && other != self)
        {
            if (claim.Age < settings.Lease)
            {
                return null;
            }

            if (!claim.IsDoubted)
            {
                await claims.TryDoubtAsync(claim, cancellationToken);
                return null;
            }
        }

        return await claims.TryTakeOverAsync(claim, self, cancellationToken);
    }

    private async ValueTask<T> StartAsync<T>(
        ClaimedKey key,
        IdempotencyClaim claim,
        Func<StartClaim, CancellationToken, ValueTask<T>> start,
        CancellationToken limit
    )
    {
        var isToConfirm = settings.Starter is not null && !claim.HasStarted;
        try
        {
            var result = await start(new StartClaim(claim.RunId, claim.IsNew, claim.HasStarted), limit);
            if (isToConfirm)
            {
                confirmations.Add(claim);
            }

            return result;
        }
        catch (Exception exception) when (claim.IsNew && IsRefusal(exception))
        {
            // Of a claim that is not new an earlier try may have begun the run, also when it is not seen yet: that one keeps its key.
            await claims.ReleaseAsync(claim, CancellationToken.None);
            throw;
        }
        catch (Exception exception)
        {
            if (isToConfirm)
            {
                _ = confirmations.LookAsync(claim);
            }

            if (exception is OperationCanceledException && limit.IsCancellationRequested)
            {
                throw new ProblemException(Unavailable);
            }

            throw;
        }
    }

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            return await request(either.Token);
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

/// <summary>What a start is told of its key's claim.</summary>
/// <param name="RunId">The run that the key stands for.</param>
/// <param name="IsNew">Whether nobody has begun to start it before.</param>
/// <param name="HasBegun">Whether its starter, this process or another, has said that it has begun: then it must not be started, also when it is not found.</param>
internal readonly record struct StartClaim(string RunId, bool IsNew, bool HasBegun);

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
