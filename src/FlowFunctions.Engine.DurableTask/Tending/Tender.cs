using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Tending;

/// <summary>
/// Looks after the instances of the backend and the runs of the archive: lets those go on that the host failed, records those that ended
/// without a record, and deletes instances that ended long ago. Any number of processes may do it at the same time; a round is bounded and
/// the next one goes on.
/// </summary>
internal sealed class Tender
{
    private const int PageSize = 100;
    private const int MaxPages = 20;

    /// <summary>The backend is asked for each stale run, most of which just wait long.</summary>
    private const int MaxStalePages = 3;

    private static readonly InstanceStatus[] Broken = [InstanceStatus.Failed, InstanceStatus.Terminated];

    private static readonly InstanceStatus[] Ended =
    [
        InstanceStatus.Completed,
        InstanceStatus.Failed,
        InstanceStatus.Terminated,
    ];

    private readonly ITaskHubClient _hub;
    private readonly IRunArchive _archive;
    private readonly DurableEngineOptions _options;
    private readonly Rewinds _rewinds;
    private readonly EndRecords _records;
    private string? _brokenFrom;
    private string? _staleFrom;
    private string? _endedFrom;

    /// <summary>A tender.</summary>
    public Tender(ITaskHubClient hub, IRunArchive archive, DurableEngineOptions options)
    {
        (_hub, _archive, _options) = (hub, archive, options);
        _rewinds = new Rewinds(hub, options);
        _records = new EndRecords(hub, archive, _rewinds, options);
    }

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    /// <summary>One round.</summary>
    /// <exception cref="TaskHubUnavailableException">The backend cannot be reached now.</exception>
    /// <exception cref="IOException">The archive cannot be reached now.</exception>
    public async ValueTask<TendingReport> TendAsync(CancellationToken cancellationToken)
    {
        var round = new TendingRound();
        _brokenFrom = await EachAsync(
            new InstanceQuery { Statuses = Broken, Continuation = _brokenFrom },
            round,
            instance => HealAsync(instance, round, cancellationToken),
            cancellationToken
        );
        _staleFrom = await EachStaleAsync(_staleFrom, round, cancellationToken);
        _endedFrom = await EachAsync(
            new InstanceQuery
            {
                Statuses = Ended,
                CreatedTo = Now - _options.KeepEnded,
                Continuation = _endedFrom,
            },
            round,
            instance => PurgeAsync(instance, round, cancellationToken),
            cancellationToken
        );
        return round.Report;
    }

    /// <summary>Lets a run go on that the host failed.</summary>
    /// <returns>Whether it had failed it, and goes on now.</returns>
    public ValueTask<bool> RewindAsync(InstanceState instance, CancellationToken cancellationToken) =>
        _rewinds.RewindAsync(instance, cancellationToken);

    private async ValueTask HealAsync(InstanceState instance, TendingRound round, CancellationToken cancellationToken)
    {
        if (instance.Name != FunctionNames.RunFlow)
        {
            return;
        }

        var isFirst = _rewinds.CountOf(instance) == 0;
        if (await _rewinds.RewindAsync(instance, cancellationToken))
        {
            round.AddRewound(instance.InstanceId, isFirst);
        }
        else if (
            !EndRecords.IsDecided(instance) && await _records.RecordAsync(instance, workspace: null, cancellationToken)
        )
        {
            round.AddRecorded(instance.InstanceId);
        }
    }

    private async ValueTask HealAsync(StaleRun run, TendingRound round, CancellationToken cancellationToken)
    {
        var instance = await _hub.GetAsync(run.RunId, cancellationToken);
        var isRecorded = instance is null
            ? await _records.RecordLostAsync(run, cancellationToken)
            : instance.Name == FunctionNames.RunFlow
                && await _records.RecordAsync(instance, run.Workspace, cancellationToken);
        if (isRecorded)
        {
            round.AddRecorded(run.RunId);
        }
    }

    /// <summary>What has no record must not be deleted: it is all there is of the run.</summary>
    private async ValueTask PurgeAsync(InstanceState instance, TendingRound round, CancellationToken cancellationToken)
    {
        var run = OpenStatus.Read(instance.InstanceId, instance.CustomStatus);
        if (instance.Name != FunctionNames.RunFlow || instance.LastUpdatedAt > Now - _options.KeepEnded || run is null)
        {
            return;
        }

        var status = await _archive.FindAsync(run.Workspace, run.RunId, cancellationToken);
        if (status?.IsTerminal() != true)
        {
            if (await _records.RecordAsync(instance, run.Workspace, cancellationToken))
            {
                round.AddRecorded(run.RunId);
            }
        }
        else if (await _hub.PurgeAsync(run.RunId, cancellationToken))
        {
            _rewinds.Forget(run.RunId);
            round.AddPurged();
        }
    }

    /// <returns>Where the next round goes on; null when everything was seen.</returns>
    private async ValueTask<string?> EachStaleAsync(
        string? from,
        TendingRound round,
        CancellationToken cancellationToken
    )
    {
        var unchangedSince = Now - _options.StartPatience;
        for (var pages = 0; pages < MaxStalePages; pages++)
        {
            var page = await _archive.ListStaleAsync(unchangedSince, from, cancellationToken);
            foreach (var run in page.Runs)
            {
                await round.AttemptAsync(run.RunId, () => HealAsync(run, round, cancellationToken));
            }

            from = page.Continuation;
            if (from is null)
            {
                break;
            }
        }

        return from;
    }

    /// <returns>Where the next round goes on; null when everything was seen.</returns>
    private async ValueTask<string?> EachAsync(
        InstanceQuery query,
        TendingRound round,
        Func<InstanceState, ValueTask> act,
        CancellationToken cancellationToken
    )
    {
        var from = query.Continuation;
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var page = await _hub.ListAsync(query with { Limit = PageSize, Continuation = from }, cancellationToken);
            foreach (var instance in page.Instances)
            {
                await round.AttemptAsync(instance.InstanceId, () => act(instance));
            }

            from = page.Continuation;
            if (from is null)
            {
                break;
            }
        }

        return from;
    }
}
