using System.Collections.Concurrent;
using System.Globalization;
using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Clients.Attempts;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Tending;

/// <summary>Records ends that no turn has recorded, and tells those who wait for them.</summary>
internal sealed class EndRecords(
    ITaskHubClient hub,
    IRunArchive archive,
    Admissions admissions,
    Rewinds rewinds,
    DurableEngineOptions options
)
{
    /// <summary>Children without any record whose parents were told: nothing else would tell that in the next round.</summary>
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>Whether the run itself has ended, whatever became of its instance.</summary>
    public static bool IsDecided(InstanceState instance) => EndIn(instance) is not null;

    /// <summary>Records the end of an instance, if it has ended for good and the archive does not know.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="workspace">The run's tenant; null when only the instance can tell.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was something to record, and it is recorded now.</returns>
    public async ValueTask<bool> RecordAsync(
        InstanceState instance,
        string? workspace,
        CancellationToken cancellationToken
    )
    {
        var run = OpenStatus.Read(instance.InstanceId, instance.CustomStatus);
        if (!instance.Status.HasEnded() || rewinds.MayRewind(instance))
        {
            return false;
        }

        var decided = EndIn(instance);
        var end = decided ?? EndOf(instance);
        if ((workspace ?? run?.Workspace) is not { } tenant)
        {
            await TellOnceAsync(instance.InstanceId, end, cancellationToken);
            return false;
        }

        if (
            await archive.FindAsync(tenant, instance.InstanceId, cancellationToken) is { } status
            && status.IsTerminal()
        )
        {
            return false;
        }

        // Before the record: who is not told in this round is told in the next one.
        return (decided is not null || await TellAsync(instance.InstanceId, end, cancellationToken))
            && await StoreAsync(tenant, instance, run, end, cancellationToken);
    }

    /// <summary>Records the end of a run that has no instance.</summary>
    /// <returns>Whether there was something to record, and it is recorded now.</returns>
    public async ValueTask<bool> RecordLostAsync(StaleRun run, CancellationToken cancellationToken)
    {
        if (await archive.ReadHistoryAsync(run.Workspace, run.RunId, cancellationToken) is not { } history)
        {
            return false;
        }

        var end = history.IsEmpty ? LostEnds.NeverStarted : LostEnds.Gone;
        return await TellAsync(run.RunId, end, cancellationToken)
            && await archive.EndAsync(
                run.Workspace,
                run.RunId,
                end,
                options.TimeProvider.GetUtcNow(),
                cancellationToken
            );
    }

    private static RunResult? EndIn(InstanceState instance) =>
        RunOutputs.Find(instance.Output) ?? OpenStatus.Read(instance.InstanceId, instance.CustomStatus)?.Result;

    private RunResult EndOf(InstanceState instance) =>
        instance.Status is InstanceStatus.Terminated or InstanceStatus.Canceled
            ? LostEnds.Terminated
            : LostEnds.HostFailed(rewinds.CountOf(instance), instance.Output);

    private async ValueTask<bool> StoreAsync(
        string workspace,
        InstanceState instance,
        OpenRun? run,
        RunResult end,
        CancellationToken cancellationToken
    )
    {
        if (StartOf(run) is not { } started)
        {
            return await archive.EndAsync(
                    workspace,
                    instance.InstanceId,
                    end,
                    instance.LastUpdatedAt,
                    cancellationToken
                ) && await GivePlaceOnAsync(run, cancellationToken);
        }

        var record = new ArchivedRun
        {
            Start = started.Start,
            FlowId = run!.FlowId,
            Status = end.Status,
            StartedAt = started.At,
            EndedAt = instance.LastUpdatedAt,
            Error = end.Error,
            History = run.History!.Value,
        };
        await archive.StoreAsync(record, cancellationToken);
        await admissions.LeaveAsync(run.FlowId, record.Start, cancellationToken);
        return true;
    }

    /// <summary>It had no place yet, but waited for one.</summary>
    private async ValueTask<bool> GivePlaceOnAsync(OpenRun? run, CancellationToken cancellationToken)
    {
        if (run is { Waiting.Key: { } value })
        {
            await admissions.LeaveAsync(new(run.Workspace, run.FlowId, value), run.RunId, cancellationToken);
        }

        return true;
    }

    private static RunStarted? StartOf(OpenRun? run)
    {
        try
        {
            return run?.History is { } history ? HistoryReader.Read(history).FirstOrDefault() as RunStarted : null;
        }
        catch (InvalidDataException)
        {
            // Damaged, or of a newer app: the archive keeps what it has.
            return null;
        }
    }

    private async ValueTask TellOnceAsync(string runId, RunResult end, CancellationToken cancellationToken)
    {
        if (!_told.ContainsKey(runId) && await TellAsync(runId, end, cancellationToken))
        {
            _told.TryAdd(runId, true);
        }
    }

    /// <summary>Tells the run that waits for a child, which gets no other answer. It bears being told twice.</summary>
    /// <returns>False when it can be told only after it was rewound.</returns>
    private async ValueTask<bool> TellAsync(string runId, RunResult end, CancellationToken cancellationToken)
    {
        var at = runId.LastIndexOf(RunIds.ChildSeparator);
        if (
            at <= 0
            || !int.TryParse(runId.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var command)
        )
        {
            return true;
        }

        var parent = runId[..at];
        var told = new ChildCompleted(options.TimeProvider.GetUtcNow(), command, end);
        return await hub.SendEventAsync(
                parent,
                SentEvents.Name,
                SentEvents.Write($"gave-up-{runId}", told),
                cancellationToken
            )
            || await hub.GetAsync(parent, cancellationToken) is not { } instance
            || !rewinds.MayRewind(instance);
    }
}
