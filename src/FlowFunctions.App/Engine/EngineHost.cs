using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Engine;

/// <summary>The embedded engine: opens it when the app starts and hands its runs over when it stops.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync disposes of the engine.")]
internal sealed class EngineHost(
    AppSettings settings,
    IStepExecutor executor,
    EngineFolder folder,
    IRunRecorder recorder,
    RecordWriter records,
    StoredRuns stored
) : IAppEngine, IHostedService
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BacklogRetry = TimeSpan.FromSeconds(2);
    private EmbeddedEngine? _engine;

    /// <inheritdoc/>
    public string? Outage => Engine.Outage;

    /// <inheritdoc/>
    public string? Backlog =>
        records.IsFull
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The records of {records.Waiting} ended runs wait to be stored, which is the limit."
            )
            : null;

    private EmbeddedEngine Engine =>
        _engine ?? throw new InvalidOperationException("The engine is not open: the app has not started yet.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new EmbeddedEngineOptions
        {
            Directory = folder.Journal,
            Durability = settings.Durability,
            TimeProvider = settings.TimeProvider,
            KeepsFinished = true,
        };
        _engine = await EmbeddedEngine.OpenAsync(
            options,
            new EngineParts(executor, folder.Plans, recorder, folder.Payloads),
            cancellationToken
        );
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_engine is not null)
        {
            await _engine.DrainAsync(DrainLimit);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ProblemException">429: so many records wait to be stored that no run should be added.</exception>
    public ValueTask StartAsync(Plan plan, RunStart start, CancellationToken cancellationToken = default) =>
        Backlog is { } reason
            ? throw new ProblemException(
                new Problem(
                    StatusCodes.Status429TooManyRequests,
                    "Engine.Busy",
                    $"{reason} Start the run again in a moment."
                )
                {
                    RetryAfter = BacklogRetry,
                }
            )
            : Engine.StartAsync(plan, start, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunResult?> WaitAsync(string runId, CancellationToken cancellationToken = default) =>
        Engine.WaitAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SignalAsync(
        string runId,
        string name,
        Payload payload,
        CancellationToken cancellationToken = default
    ) => Engine.SignalAsync(runId, name, payload, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ControlAsync(
        string runId,
        RunControl control,
        string? reason = null,
        CancellationToken cancellationToken = default
    ) => Engine.ControlAsync(runId, control, reason, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<T?> QueryAsync<T>(
        string workspace,
        string runId,
        Func<RunState, T> read,
        CancellationToken cancellationToken = default
    ) =>
        Engine.QueryAsync(
            runId,
            state => (state.Start ?? state.Queued)?.Workspace == workspace ? read(state) : default,
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask<RunExplanation?> ExplainAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken = default
    ) =>
        await QueryAsync(workspace, runId, static _ => true, cancellationToken)
            ? await Engine.ExplainAsync(runId, cancellationToken)
            : null;

    /// <inheritdoc/>
    public ValueTask ForgetAsync(IReadOnlySet<string> runIds, CancellationToken cancellationToken = default)
    {
        Release(stored.Drop(runIds));
        return ValueTask.CompletedTask;
    }

    /// <summary>The runs that have not ended.</summary>
    public ValueTask<IReadOnlyList<string>> ListOpenAsync(CancellationToken cancellationToken) =>
        Engine.ListOpenAsync(cancellationToken);

    /// <summary>The journal need not keep these ended runs any more.</summary>
    public void Release(IReadOnlyList<string> runIds)
    {
        if (runIds.Count > 0)
        {
            _engine?.Release(runIds);
        }
    }
}
