using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>Adds what triggers did in this process to the tables every few seconds, and once more when the app stops.</summary>
internal sealed partial class ActivityWriting(
    TriggerActivity activity,
    TriggerRecordStore store,
    FlowStore flows,
    TimeProvider time,
    ILogger<ActivityWriting> logger
) : BackgroundService
{
    private const int ReadsOneByOne = 32;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = new CancellationTokenSource(StopLimit, time);
        await TryWriteAsync(limit.Token);
    }

    /// <summary>Writes what has gathered.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refused, or cannot be reached; it is kept.</exception>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (
            var workspace in activity.Changed().GroupBy(static trigger => trigger.Workspace, StringComparer.Ordinal)
        )
        {
            var triggers = workspace.ToArray();
            await ReadAsync(workspace.Key, triggers, cancellationToken);
            var changes = Array.ConvertAll(triggers, Add);
            var totals = Array.ConvertAll(changes, static change => change.Total);
            var stored = await store.WriteAsync(workspace.Key, totals, cancellationToken);
            for (var at = 0; at < triggers.Length; at++)
            {
                Settle(triggers[at], changes[at].Written, stored[at]);
            }

            var added = totals.Where((total, at) => !total.IsStored && stored[at] is not null);
            await RemoveGoneAsync(
                workspace.Key,
                added.Select(static total => total.FlowId).Distinct(StringComparer.Ordinal),
                cancellationToken
            );
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryWriteAsync(stoppingToken);
        }
    }

    private async Task TryWriteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WriteAsync(stoppingToken);
        }
#pragma warning disable CA1031 // Storage may fail in any way; what triggers did is told a little later.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogPutOff(exception);
        }
        catch (OperationCanceledException)
        {
            // The app stops; who looks at triggers misses the last seconds.
        }
    }

    /// <summary>Reads how those are stored that this process has not written before: a few one by one, many at once.</summary>
    private async Task ReadAsync(string workspace, TriggerKey[] triggers, CancellationToken cancellationToken)
    {
        var unknown = triggers.Where(trigger => activity.Known(trigger) is null).ToHashSet();
        if (unknown.Count <= ReadsOneByOne)
        {
            foreach (var trigger in unknown)
            {
                activity.Read(
                    trigger,
                    await store.GetAsync(workspace, trigger.FlowId, trigger.TriggerId, cancellationToken)
                );
            }

            return;
        }

        await foreach (var record in store.ListAsync(workspace, cancellationToken))
        {
            var trigger = new TriggerKey(workspace, record.FlowId, record.TriggerId);
            if (unknown.Remove(trigger))
            {
                activity.Read(trigger, record);
            }
        }
    }

    /// <summary>
    /// A flow may have been deleted while rows of its triggers were on their way. It is looked for after they were added: either it is gone by
    /// then, or whoever deletes it finds them.
    /// </summary>
    private async Task RemoveGoneAsync(
        string workspace,
        IEnumerable<string> flowIds,
        CancellationToken cancellationToken
    )
    {
        foreach (var flowId in flowIds)
        {
            if (await flows.GetAsync(workspace, flowId, cancellationToken) is null)
            {
                activity.Forget(workspace, flowId);
                await store.DeleteAsync(workspace, flowId, cancellationToken);
            }
        }
    }

    private (TriggerRecord Written, TriggerRecord Total) Add(TriggerKey trigger)
    {
        var since = activity.Since(trigger);
        var known = activity.Known(trigger) ?? new TriggerRecord(trigger.FlowId, trigger.TriggerId);
        return (since, known.With(since));
    }

    private void Settle(TriggerKey trigger, TriggerRecord written, TriggerRecord? stored)
    {
        if (stored is null)
        {
            activity.Unknown(trigger);
        }
        else
        {
            activity.Stored(trigger, written, stored);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What triggers did cannot be stored now; it is tried again in five seconds")]
    private partial void LogPutOff(Exception exception);
}
