using System.Security.Cryptography;
using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Children;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask.Activities;
using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Diagnostics;
using FlowFunctions.Engine.DurableTask.Folding;
using FlowFunctions.Engine.DurableTask.Reading;
using FlowFunctions.Engine.DurableTask.Tending;
using FlowFunctions.Engine.DurableTask.Turns;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask;

/// <summary>
/// Carries runs out on a Durable Task backend: a run is an orchestration instance with the run's id, a step attempt is an activity, a child
/// run is a sub-orchestration. The backend calls this class for turns and activities, in any number of processes; anybody starts, signals
/// and reads runs through it. All members may be called at the same time.
/// </summary>
public sealed partial class DurableEngine : IRunEngine
{
    private static readonly TimeSpan GiveBackLimit = TimeSpan.FromSeconds(10);

    private readonly DurableEngineOptions _options;
    private readonly DurableEngineParts _parts;
    private readonly LargeValues _values;
    private readonly OrchestratorTurns _turns;
    private readonly StepActivity _steps;
    private readonly RecordActivity _records;
    private readonly RunEndings _endings = new();
    private readonly RunningCalls _calls = new();
    private readonly OpenRecords _openRecords;
    private readonly Admissions _admissions;

    /// <summary>An engine.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="parts">What it works with.</param>
    public DurableEngine(DurableEngineOptions options, DurableEngineParts parts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        (_options, _parts) = (options, parts);
        _values = new LargeValues(parts.Payloads, options.Payloads);
        var plans = new PlanCache(parts.Plans);
        _admissions = new Admissions(parts, options);
        _turns = new OrchestratorTurns(
            new FoldServices(parts.Executor, _values, options.Rules),
            plans,
            new FoldCache(options.CacheBytes)
        );
        _steps = new StepActivity(
            new LargeValueExecutor(parts.Executor, _values, options.TimeProvider),
            plans,
            new ChildPlans(parts.Plans, _values),
            parts.Hub,
            new AdmissionActivity(_admissions, plans, _values),
            _calls,
            options
        );
        _records = new RecordActivity(parts.Archive, _endings, _admissions);
        _openRecords = new OpenRecords(parts.Archive, options);
        _tender = new Tender(parts.Hub, parts.Archive, _admissions, options);
    }

    /// <summary>
    /// Carries out a turn of <see cref="FunctionNames.RunFlow"/>. It never fails because of a run: what is wrong with one is in the answer.
    /// </summary>
    /// <param name="request">A protobuf <c>OrchestratorRequest</c>; not changed until the call ends.</param>
    /// <param name="cancellationToken">The process ends.</param>
    /// <returns>A protobuf <c>OrchestratorResponse</c>.</returns>
    /// <exception cref="InvalidDataException">The request is none.</exception>
    /// <exception cref="OperationCanceledException">The process ends.</exception>
    public async ValueTask<byte[]> TurnAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var begin = _options.TimeProvider.GetTimestamp();
        var turn = TurnRequest.Read(request);
        var answer = await _turns.RunAsync(turn, cancellationToken);
        DurableMetrics.Turned(_options.TimeProvider.GetElapsedTime(begin), answer, turn);
        if (answer.Fold is { } fold)
        {
            _calls.GiveUp(turn.InstanceId, fold.TakeGivenUp());
            await TellAsync(answer, fold);
        }

        return answer.Response.ToByteArray();
    }

    /// <summary>Carries out an activity.</summary>
    /// <param name="activity"><see cref="FunctionNames.RunStep"/> or <see cref="FunctionNames.RecordRun"/>.</param>
    /// <param name="instanceId">The instance that asks for it.</param>
    /// <param name="input">Its input, JSON text.</param>
    /// <param name="cancellationToken">The process ends.</param>
    /// <returns>Its result, JSON text. A step's failure is a result.</returns>
    /// <exception cref="InvalidDataException">There is no such activity, or the input is none.</exception>
    /// <exception cref="OperationCanceledException">The process ends; the backend is to execute it again.</exception>
    public ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    ) =>
        activity switch
        {
            FunctionNames.RunStep => _steps.ExecuteAsync(input, cancellationToken),
            FunctionNames.RecordRun => _records.ExecuteAsync(input, cancellationToken),
            _ => throw new InvalidDataException(
                $"Instance '{instanceId}' asks for the activity '{activity}'; there is none."
            ),
        };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The start does not fit the plan, its id is not allowed, or it is too large.</exception>
    /// <exception cref="ConcurrencyLimitException">As many runs of the flow are open as it allows, and it does not queue.</exception>
    /// <exception cref="TaskHubUnavailableException">The backend cannot be reached now.</exception>
    /// <exception cref="IOException">A large value, the run's place or its first record cannot be stored now.</exception>
    public async ValueTask StartAsync(Plan plan, RunStart start, CancellationToken cancellationToken = default)
    {
        StartCheck.Check(plan, start, _options.MaxPayloadBytes);
        if (await IsKnownAsync(start, cancellationToken))
        {
            return;
        }

        var counted = start with { ConcurrencyKey = ConcurrencyKeys.Of(plan, start, Now) };
        var isAdmitted = await _admissions.EnterAsync(plan, counted, cancellationToken);
        try
        {
            await StartAsync(plan, counted, isAdmitted, cancellationToken);
        }
        catch when (counted.ConcurrencyKey is not null)
        {
            await GivePlaceBackAsync(plan, counted);
            throw;
        }
    }

    private async ValueTask StartAsync(Plan plan, RunStart start, bool isAdmitted, CancellationToken cancellationToken)
    {
        await _parts.Plans.KeepAsync(plan, cancellationToken);
        var kept = await _values.StoreAsync(start, cancellationToken);

        // First where people find it: a run that nobody sees would be worse than one that is seen a moment before it exists.
        var accepted = new ArchivedRun
        {
            Start = kept,
            FlowId = plan.FlowId,
            Status = isAdmitted ? RunStatus.Running : RunStatus.Queued,
            QueuedAt = isAdmitted ? null : Now,
            StartedAt = isAdmitted ? Now : null,
        };
        await _parts.Archive.StoreAsync(accepted, cancellationToken);
        try
        {
            var input = RunInputs.Write(plan, kept, isAdmitted);
            await _parts.Hub.StartAsync(start.RunId, FunctionNames.RunFlow, input, cancellationToken);
        }
        catch (IOException)
        {
            await TakeBackAsync(accepted);
            throw;
        }
    }

    /// <summary>
    /// A start has failed. The backend may have the run all the same; then it keeps its place. What cannot be found out now is found out
    /// when others need the place.
    /// </summary>
    private async ValueTask GivePlaceBackAsync(Plan plan, RunStart start)
    {
        using var limit = new CancellationTokenSource(GiveBackLimit, _options.TimeProvider);
        try
        {
            if (await _parts.Hub.GetAsync(start.RunId, limit.Token) is null)
            {
                await _admissions.LeaveAsync(plan.FlowId, start, limit.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The caller is told why the start failed.
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The payload is too large, or the name too long.</exception>
    /// <exception cref="TaskHubUnavailableException">The backend cannot be reached now.</exception>
    /// <exception cref="IOException">A large payload cannot be stored now.</exception>
    public async ValueTask<bool> SignalAsync(
        string runId,
        string name,
        Payload payload,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(payload);
        StartCheck.CheckText(name, nameof(name));
        StartCheck.CheckSize(payload.Length, _options.MaxPayloadBytes, nameof(payload));
        var kept = await _values.StoreAsync(payload, cancellationToken);
        return await SendAsync(runId, new SignalReceived(Now, name, kept), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The reason is too long.</exception>
    /// <exception cref="TaskHubUnavailableException">The backend cannot be reached now.</exception>
    public ValueTask<bool> ControlAsync(
        string runId,
        RunControl control,
        string? reason = null,
        CancellationToken cancellationToken = default
    )
    {
        StartCheck.CheckText(reason, nameof(reason));
        return SendAsync(runId, new ControlRequested(Now, control, reason), cancellationToken);
    }

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    private async ValueTask<bool> SendAsync(string runId, RunEvent runEvent, CancellationToken cancellationToken)
    {
        var data = SentEvents.Write(RandomNumberGenerator.GetHexString(16), runEvent);
        if (await _parts.Hub.SendEventAsync(runId, SentEvents.Name, data, cancellationToken))
        {
            return true;
        }

        // A run that the host failed has not ended; it is let go on now rather than at the next round.
        return
            await _parts.Hub.GetAsync(runId, cancellationToken) is { } instance
            && await _tender.RewindAsync(instance, cancellationToken)
            ? throw new TaskHubUnavailableException(
                $"The host had failed run '{runId}'; it goes on now. Send it again in a moment."
            )
            : false;
    }

    /// <summary>
    /// Whether the id was started before. The backend would begin an ended instance anew; what is archived as open may have been cut short
    /// before the backend had it.
    /// </summary>
    private async ValueTask<bool> IsKnownAsync(RunStart start, CancellationToken cancellationToken) =>
        await _parts.Archive.FindAsync(start.Workspace, start.RunId, cancellationToken) is { } status
        && (status.IsTerminal() || await _parts.Hub.GetAsync(start.RunId, cancellationToken) is not null);

    private async ValueTask TellAsync(TurnAnswer answer, RunFold fold)
    {
        var runId = fold.State.RunId;
        await _openRecords.TurnedAsync(answer, fold);
        if (_parts.Watcher is { } watcher && watcher.Watches(runId))
        {
            watcher.Turned(OpenRuns.Of(fold));
        }
    }
}
