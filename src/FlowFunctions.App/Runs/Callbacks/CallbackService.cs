using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Callbacks;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>
/// Sends what is due, and looks every minute, and at the start, for ends that nobody noticed because a process ended as well.
/// </summary>
internal sealed partial class CallbackService(
    CallbackQueue queue,
    CallbackDelivery delivery,
    CallbackStore store,
    RunStore runs,
    CallbackSettings settings,
    TimeProvider time,
    ILogger<CallbackService> logger
) : BackgroundService
{
    private const int CleanedAtOnce = 500;
    private const int LookupsAtOnce = 8;
    private static readonly TimeSpan CleanEvery = TimeSpan.FromHours(1);
    private string? _lookedUntil;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(SendAsync(stoppingToken), TendAsync(stoppingToken));

    private Task SendAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            queue.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = settings.AtOnce, CancellationToken = stoppingToken },
            async (run, token) => await GuardAsync(() => delivery.DeliverAsync(run, token), run.RunId, token)
        );

    private async Task TendAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Tick, time);
        var (lookAt, cleanAt) = (time.GetUtcNow(), time.GetUtcNow() + CleanEvery);
        do
        {
            var now = time.GetUtcNow();
            queue.Move(now);
            if (now >= lookAt)
            {
                lookAt = now + settings.LookEvery;
                await GuardAsync(() => LookAsync(stoppingToken), "*", stoppingToken);
            }

            if (now >= cleanAt)
            {
                cleanAt = now + CleanEvery;
                await GuardAsync(() => CleanAsync(now, stoppingToken), "*", stoppingToken);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Looks at the runs whose callbacks wait: a bounded number of them, and at the others the next time.</summary>
    private async Task LookAsync(CancellationToken stoppingToken)
    {
        var waiting = await store
            .ListWaitingAsync(_lookedUntil, stoppingToken)
            .Take(settings.LooksAtOnce)
            .ToListAsync(stoppingToken);
        _lookedUntil = waiting.Count < settings.LooksAtOnce ? null : CallbackStore.PlaceOf(waiting[^1]);
        await Parallel.ForEachAsync(
            waiting.Where(delivery.IsDue),
            new ParallelOptions { MaxDegreeOfParallelism = LookupsAtOnce, CancellationToken = stoppingToken },
            async (callback, token) => await LookAsync(callback, token)
        );
    }

    private async ValueTask LookAsync(RunCallback callback, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(callback.Workspace, callback.RunId, cancellationToken);
        if (run is { Status: var status } && status.IsTerminal())
        {
            queue.Add(new(callback.Workspace, callback.RunId));
        }
        else if (run is null && time.GetUtcNow() - callback.CreatedAt > settings.KeepWaiting)
        {
            await store.DeleteAsync(callback.Workspace, callback.RunId, cancellationToken);
        }
    }

    private async Task CleanAsync(DateTimeOffset now, CancellationToken stoppingToken)
    {
        while (await store.CleanAsync(now - settings.KeepEnded, CleanedAtOnce, stoppingToken) == CleanedAtOnce)
        {
            // There may be more.
        }
    }

    private async Task GuardAsync(Func<Task> action, string runId, CancellationToken stoppingToken)
    {
        try
        {
            await action();
        }
#pragma warning disable CA1031 // Storage may fail in any way; what waits there is found again, and must not end the app.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogPutOff(exception, runId);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Callbacks ({RunId}) cannot be sent or found now; they are in a minute")]
    private partial void LogPutOff(Exception exception, string runId);
}
