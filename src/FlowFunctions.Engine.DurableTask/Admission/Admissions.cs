using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Admission;

/// <summary>Lets runs of limited flows in, gives their places on when they end, and tells those that have got one.</summary>
internal sealed class Admissions
{
    private readonly AdmissionGate? _gate;
    private readonly GoneRuns? _gone;
    private readonly ITaskHubClient _hub;
    private readonly DurableEngineOptions _options;

    public Admissions(DurableEngineParts parts, DurableEngineOptions options)
    {
        (_hub, _options) = (parts.Hub, options);
        if (parts.Admissions is { } store)
        {
            _gate = new AdmissionGate(store, options.TimeProvider);
            _gone = new GoneRuns(_gate, parts.Hub, parts.Archive, options.TimeProvider);
        }
    }

    /// <summary>Takes a place for a run that nobody called.</summary>
    /// <returns>Whether it has one; if not it waits.</returns>
    /// <exception cref="ConcurrencyLimitException">It is not taken on.</exception>
    /// <exception cref="IOException">The store, the backend or the archive is out.</exception>
    public async ValueTask<bool> EnterAsync(Plan plan, RunStart start, CancellationToken cancellationToken)
    {
        if (AdmissionKey.Of(plan.FlowId, start) is not { } key)
        {
            return true;
        }

        var answer = await EnterAsync(TicketFor(plan, key, start.RunId), cancellationToken);
        return answer is AdmissionAnswer.Refused or AdmissionAnswer.QueueFull
            ? throw RefusalOf(answer, plan, key)
            : answer == AdmissionAnswer.Admitted;
    }

    /// <summary>Takes a place, or queues for one. When there is none it is made sure that those who have the places are still there.</summary>
    /// <exception cref="IOException">The store, the backend or the archive is out.</exception>
    public async ValueTask<AdmissionAnswer> EnterAsync(AdmissionTicket ticket, CancellationToken cancellationToken)
    {
        var gate = GateFor(ticket.Key);
        var answer = await gate.EnterAsync(ticket, cancellationToken);
        if (answer == AdmissionAnswer.Admitted)
        {
            return answer;
        }

        return await MakeRoomAsync(ticket, cancellationToken)
            ? await gate.EnterAsync(ticket, cancellationToken)
            : answer;
    }

    private async ValueTask<bool> MakeRoomAsync(AdmissionTicket ticket, CancellationToken cancellationToken)
    {
        try
        {
            if (await _gone!.RemoveAsync(ticket.Key, cancellationToken) is not { } admitted)
            {
                return false;
            }

            await TellAsync(admitted.Where(runId => runId != ticket.RunId), cancellationToken);
        }
        catch (IOException)
        {
            // The next one who finds no place looks again.
        }

        return true;
    }

    /// <summary>A run has ended, or has not been started: its place goes to the next. May be repeated.</summary>
    /// <exception cref="IOException">The store or the backend is out.</exception>
    public async ValueTask LeaveAsync(string flowId, RunStart start, CancellationToken cancellationToken)
    {
        if (AdmissionKey.Of(flowId, start) is { } key)
        {
            await LeaveAsync(key, start.RunId, cancellationToken);
        }
    }

    /// <summary>The same for a run of which only the key is known.</summary>
    /// <exception cref="IOException">The store or the backend is out.</exception>
    public async ValueTask LeaveAsync(AdmissionKey key, string runId, CancellationToken cancellationToken)
    {
        if (_gate is { } gate)
        {
            await TellAsync(await gate.LeaveAsync(key, runId, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Where a run stands.</summary>
    /// <exception cref="IOException">The store is out.</exception>
    public async ValueTask<AdmissionPlace> PlaceOfAsync(
        AdmissionKey key,
        string runId,
        CancellationToken cancellationToken
    ) => (await GateFor(key).ReadAsync(key, cancellationToken)).PlaceOf(runId);

    /// <summary>A request for a place by a flow's own rules.</summary>
    public AdmissionTicket TicketFor(Plan plan, AdmissionKey key, string runId)
    {
        var rule = plan.Settings.Concurrency!;
        return new(key, runId, rule.Limit, rule.WhenFull == WhenFull.Queue ? _options.MaxQueuedRunsPerKey : 0);
    }

    /// <summary>Why a run is not taken on.</summary>
    public ConcurrencyLimitException RefusalOf(AdmissionAnswer answer, Plan plan, AdmissionKey key) =>
        AdmissionRefusal.Of(
            answer,
            plan.FlowId,
            key.Value,
            plan.Settings.Concurrency!.Limit,
            _options.MaxQueuedRunsPerKey
        );

    private AdmissionGate GateFor(AdmissionKey key) =>
        _gate
        ?? throw new IOException(
            $"Flow '{key.FlowId}' limits its open runs, and this engine was given no {nameof(IAdmissionStore)} to count them in. Give it one, or take settings.concurrency out of the flow."
        );

    /// <summary>One that is not there, or that missed it, asks by itself.</summary>
    private async ValueTask TellAsync(IEnumerable<string> admitted, CancellationToken cancellationToken)
    {
        foreach (var runId in admitted)
        {
            await _hub.SendEventAsync(runId, SentEvents.Name, SentEvents.Admitted, cancellationToken);
        }
    }
}
