using FlowFunctions.App.Hosting;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Tending;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Storage.Payloads;

namespace FlowFunctions.App.Durable;

/// <summary>The durable engine with the parts of this app.</summary>
internal sealed class DurableConnection(
    AppSettings settings,
    IStepExecutor executor,
    IPlanSource plans,
    BlobPayloadStore payloads,
    IRunArchive archive,
    ITaskHubClient hub,
    IOpenRunWatcher watcher,
    IAdmissionStore admissions
) : IDurableEngine
{
    /// <summary>What the API takes as an input, with a trigger and an environment beside it; large values travel by reference.</summary>
    private const int MaxPayloadBytes = RequestLimits.MaxInputBytes + (2 * RequestLimits.MaxDocumentBytes);

    /// <summary>Without a Functions host nobody kills the process over a call.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromDays(1);

    private readonly DurableEngine _engine = new(
        new DurableEngineOptions
        {
            TimeProvider = settings.TimeProvider,
            MaxPayloadBytes = MaxPayloadBytes,
            KeepEnded = settings.Tending.KeepEnded,
            MaxRewinds = settings.Tending.MaxRewinds,
            MaxCall = settings.FunctionsHost?.CallLimit ?? LongestCall,
        },
        new DurableEngineParts(executor, plans, payloads, archive, hub, watcher, admissions)
    );

    /// <inheritdoc/>
    public ValueTask<byte[]> TurnAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken) =>
        _engine.TurnAsync(request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    ) => _engine.ExecuteAsync(activity, instanceId, input, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<OpenRun?> ReadAsync(string runId, CancellationToken cancellationToken) =>
        _engine.ReadAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunExplanation?> ExplainWaitAsync(string runId, CancellationToken cancellationToken) =>
        _engine.ExplainWaitAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TendingReport> TendAsync(CancellationToken cancellationToken) =>
        _engine.TendAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask StartAsync(Plan plan, RunStart start, CancellationToken cancellationToken = default) =>
        _engine.StartAsync(plan, start, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunResult?> WaitAsync(string runId, CancellationToken cancellationToken = default) =>
        _engine.WaitAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SignalAsync(
        string runId,
        string name,
        Payload payload,
        CancellationToken cancellationToken = default
    ) => _engine.SignalAsync(runId, name, payload, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ControlAsync(
        string runId,
        RunControl control,
        string? reason = null,
        CancellationToken cancellationToken = default
    ) => _engine.ControlAsync(runId, control, reason, cancellationToken);
}
