using System.Collections.Concurrent;
using System.Globalization;
using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.DurableTask.Tending;

/// <summary>
/// Looks after the instances of the backend: lets those go on that the host failed, records those that ended without us, and deletes those
/// that ended long ago. Any number of processes may do it at the same time; a round is bounded and the next one goes on.
/// </summary>
internal sealed class Tender(
    ITaskHubClient hub,
    IRunArchive archive,
    Admissions admissions,
    DurableEngineOptions options
)
{
    private const int PageSize = 100;
    private const int MaxPages = 20;

    private static readonly InstanceStatus[] Broken = [InstanceStatus.Failed, InstanceStatus.Terminated];

    private static readonly InstanceStatus[] Ended =
    [
        InstanceStatus.Completed,
        InstanceStatus.Failed,
        InstanceStatus.Terminated,
    ];

    /// <summary>Rewinds by this process, for runs that fail again before they have had a turn.</summary>
    private readonly ConcurrentDictionary<string, int> _rewinds = new(StringComparer.Ordinal);
    private string? _brokenFrom;
    private string? _endedFrom;

    /// <summary>One round.</summary>
    /// <exception cref="TaskHubUnavailableException">The backend cannot be reached now.</exception>
    public async ValueTask<TendingReport> TendAsync(CancellationToken cancellationToken)
    {
        var rewound = new List<string>();
        var recorded = new List<string>();
        _brokenFrom = await EachAsync(
            new InstanceQuery { Statuses = Broken, Continuation = _brokenFrom },
            async instance =>
            {
                if (await HealAsync(instance, cancellationToken) is { } list)
                {
                    (list == Healing.Rewound ? rewound : recorded).Add(instance.InstanceId);
                }
            },
            cancellationToken
        );
        var purged = 0;
        _endedFrom = await EachAsync(
            new InstanceQuery
            {
                Statuses = Ended,
                CreatedTo = options.TimeProvider.GetUtcNow() - options.KeepEnded,
                Continuation = _endedFrom,
            },
            async instance => purged += await PurgeAsync(instance, cancellationToken) ? 1 : 0,
            cancellationToken
        );
        return new TendingReport
        {
            Rewound = rewound,
            Recorded = recorded,
            Purged = purged,
        };
    }

    /// <summary>Lets a run go on that the host failed.</summary>
    /// <returns>Whether it had failed it, and goes on now.</returns>
    public async ValueTask<bool> RewindAsync(InstanceState instance, CancellationToken cancellationToken)
    {
        var run = OpenStatus.Read(instance.InstanceId, instance.CustomStatus);
        if (instance.Status != InstanceStatus.Failed || HasEnded(run, instance) || !MayRewind(run, instance))
        {
            return false;
        }

        _rewinds.AddOrUpdate(instance.InstanceId, 1, static (_, count) => count + 1);
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"The host had failed the run at {instance.LastUpdatedAt:u}; it goes on."
        );
        return await hub.RewindAsync(instance.InstanceId, reason, cancellationToken);
    }

    private static bool HasEnded(OpenRun? run, InstanceState instance) =>
        run?.Result is not null || RunOutputs.Find(instance.Output) is not null;

    private bool MayRewind(OpenRun? run, InstanceState instance) =>
        run?.Rewinds < options.MaxRewinds || (run is null && RewindsOf(instance.InstanceId) < options.MaxRewinds);

    private int RewindsOf(string instanceId) => _rewinds.GetValueOrDefault(instanceId);

    private async ValueTask<Healing?> HealAsync(InstanceState instance, CancellationToken cancellationToken)
    {
        if (instance.Name != FunctionNames.RunFlow)
        {
            return null;
        }

        if (await RewindAsync(instance, cancellationToken))
        {
            return Healing.Rewound;
        }

        var run = OpenStatus.Read(instance.InstanceId, instance.CustomStatus);
        return
            run is not null
            && !HasEnded(run, instance)
            && !MayRewindLater(run, instance)
            && await RecordAsync(run, instance, cancellationToken)
            ? Healing.Recorded
            : null;
    }

    /// <summary>A rewind that the backend refused now is tried again.</summary>
    private bool MayRewindLater(OpenRun run, InstanceState instance) =>
        instance.Status == InstanceStatus.Failed && MayRewind(run, instance);

    /// <summary>Nobody decided how the run ended; what is known of it is recorded.</summary>
    private async ValueTask<bool> RecordAsync(OpenRun run, InstanceState instance, CancellationToken cancellationToken)
    {
        if (
            await archive.FindAsync(run.Workspace, run.RunId, cancellationToken) is { } status && status.IsTerminal()
            || run.History is not { } history
            || HistoryReader.Read(history).FirstOrDefault() is not RunStarted started
        )
        {
            return false;
        }

        var isTerminated = instance.Status == InstanceStatus.Terminated;
        var record = new ArchivedRun
        {
            Start = started.Start,
            FlowId = run.FlowId,
            Status = isTerminated ? RunStatus.Cancelled : RunStatus.Failed,
            StartedAt = started.At,
            EndedAt = instance.LastUpdatedAt,
            Error = isTerminated ? Terminated : HostFailed(run.Rewinds, instance.Output),
            History = history,
        };
        await archive.StoreAsync(record, cancellationToken);
        await admissions.LeaveAsync(run.FlowId, record.Start, cancellationToken);
        if (record.Start.ParentRunId is { } parent)
        {
            await TellAsync(parent, record, cancellationToken);
        }

        return true;
    }

    /// <summary>The run that waits for it gets no other answer.</summary>
    private async ValueTask TellAsync(string parentRunId, ArchivedRun child, CancellationToken cancellationToken)
    {
        var command = int.Parse(child.Start.RunId.AsSpan(parentRunId.Length + 1), CultureInfo.InvariantCulture);
        var result = new RunResult(child.Status, Output: null, child.Error);
        var end = new ChildCompleted(options.TimeProvider.GetUtcNow(), command, result);
        await hub.SendEventAsync(
            parentRunId,
            SentEvents.Name,
            SentEvents.Write($"gave-up-{child.Start.RunId}", end),
            cancellationToken
        );
    }

    /// <summary>What has no record must not be deleted: it is all there is of the run.</summary>
    private async ValueTask<bool> PurgeAsync(InstanceState instance, CancellationToken cancellationToken)
    {
        var run = OpenStatus.Read(instance.InstanceId, instance.CustomStatus);
        if (instance.Name != FunctionNames.RunFlow || run is null)
        {
            return false;
        }

        var isRecorded =
            await archive.FindAsync(run.Workspace, instance.InstanceId, cancellationToken) is not { } status
            || status.IsTerminal();
        return isRecorded && await hub.PurgeAsync(instance.InstanceId, cancellationToken);
    }

    /// <returns>Where the next round goes on; null when everything was seen.</returns>
    private async ValueTask<string?> EachAsync(
        InstanceQuery query,
        Func<InstanceState, ValueTask> act,
        CancellationToken cancellationToken
    )
    {
        var from = query.Continuation;
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var page = await hub.ListAsync(query with { Limit = PageSize, Continuation = from }, cancellationToken);
            foreach (var instance in page.Instances)
            {
                await act(instance);
            }

            from = page.Continuation;
            if (from is null)
            {
                break;
            }
        }

        return from;
    }

    private static StepError Terminated { get; } =
        new() { Code = ErrorCodes.Terminated, Message = "The instance was terminated in the backend." };

    private static StepError HostFailed(int rewinds, string? output) =>
        new()
        {
            Code = DurableErrors.HostFailed,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"The host failed the run again after {rewinds} rewinds; the last time it said: {output ?? "nothing"}. See the host's log, then rerun the run."
            ),
        };

    private enum Healing
    {
        Rewound,
        Recorded,
    }
}
