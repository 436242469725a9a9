using System.Security.Cryptography;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Callbacks;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Tells a receiver of a run's end, as far as it is this process's turn, and notes what came of it.</summary>
internal sealed partial class CallbackDelivery(
    CallbackStore store,
    RunReader reader,
    RunEnds ends,
    CallbackSender sender,
    CallbackQueue queue,
    CallbackSettings settings,
    TimeProvider time,
    ILogger<CallbackDelivery> logger
)
{
    private const int JitterParts = 1_000;

    /// <summary>Sends a run's end if it has one, somebody is to be told, it is time, and nobody else does it.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refused; the callback is found again.</exception>
    public async Task DeliverAsync(CallbackKey key, CancellationToken cancellationToken)
    {
        if (
            await store.FindWaitingAsync(key.Workspace, key.RunId, cancellationToken) is not { } callback
            || !IsDue(callback)
            || await reader.FindAsync(key.Workspace, key.RunId, cancellationToken) is not { } run
            || !run.Header.Status.IsTerminal()
        )
        {
            return;
        }

        var leased = callback with { LeasedUntil = time.GetUtcNow() + settings.Lease };
        if (await store.TryUpdateAsync(leased, cancellationToken) is { } mine)
        {
            var body = CallbackBody.Write(mine, run.Header, await EndOfAsync(run, cancellationToken));
            await NoteAsync(mine, await sender.SendAsync(mine, body, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Whether a callback may be sent now, as far as its row tells.</summary>
    public bool IsDue(RunCallback callback)
    {
        var now = time.GetUtcNow();
        return !(callback.LeasedUntil > now) && !(callback.NextTryAt > now);
    }

    private async ValueTask<RunResult> EndOfAsync(RunRecord run, CancellationToken cancellationToken)
    {
        try
        {
            return await ends.OfAsync(run, cancellationToken, settings.MaxOutputBytes);
        }
        catch (Exception exception) when (exception is ProblemException or PayloadMissingException)
        {
            // That it ended is worth more than the output that is lost.
            return RunEnds.Known(run.Header);
        }
    }

    private async Task NoteAsync(RunCallback callback, CallbackAnswer answer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tried = callback with
        {
            Tries = callback.Tries + 1,
            LastTriedAt = now,
            LastStatus = answer.Status,
            LastError = answer.Error,
            LeasedUntil = null,
            NextTryAt = null,
        };
        if (!answer.IsFinal && callback.Tries < settings.Pauses.Count)
        {
            var next = now + PauseAfter(callback.Tries, answer.RetryAfter);
            await store.TryUpdateAsync(tried with { NextTryAt = next }, cancellationToken);
            queue.Add(new(callback.Workspace, callback.RunId), next);
            CallbackMetrics.Tried("put_off");
            return;
        }

        var state = answer.Error is null ? CallbackState.Delivered : CallbackState.Failed;
        await store.EndAsync(tried with { State = state, EndedAt = now }, cancellationToken);
        CallbackMetrics.Tried(state == CallbackState.Delivered ? "delivered" : "given_up");
        if (answer.Error is { } error)
        {
            LogGivenUp(callback.RunId, CallbackJson.Shown(callback.Url), tried.Tries, error);
        }
    }

    private TimeSpan PauseAfter(int tries, TimeSpan? asked)
    {
        var part = RandomNumberGenerator.GetInt32(JitterParts) / (double)JitterParts;
        var pause = settings.Pauses[tries] * (1 + (settings.Jitter * part));
        var wanted = asked < settings.LongestPause ? asked.Value : settings.LongestPause;
        return asked is null || wanted < pause ? pause : wanted;
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The end of run {RunId} was not taken by {Url} in {Tries} tries, and is not sent any more: {Reason}"
    )]
    private partial void LogGivenUp(string runId, string url, int tries, string reason);
}
