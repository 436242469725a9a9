using System.Diagnostics;
using System.Text.Json;
using FlowFunctions.App.Engine;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Limits.Runs;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Start;

/// <summary>Starts runs and waits for their ends, whoever asked for them.</summary>
internal sealed class RunStarter(IAppEngine engine, CallbackBook callbacks, RunPlaces places, AppSettings settings)
{
    /// <summary>What runs see under <c>env</c>.</summary>
    public Payload Env { get; } = EnvOf(settings.Env);

    /// <summary>Whether a run has begun. One that is only listed may have been cut short before the engine had it: starting it again does no harm.</summary>
    public static bool HasBegun(RunRecord run) =>
        !RunHeaders.NeverStarted(run.Header) && (run.Header.Status.IsTerminal() || !run.History.IsEmpty);

    /// <summary>A start with an id of its own, by the API.</summary>
    public RunStart NewStart(string workspace, Plan plan, int? version, Payload input) =>
        new()
        {
            RunId = RunIds.New(settings.TimeProvider.GetUtcNow()),
            PlanHash = plan.Hash,
            FlowVersion = version,
            Workspace = workspace,
            Input = input,
            Trigger = RunTriggers.Api,
            Env = Env,
            TraceParent = Activity.Current is { Recorded: true } activity ? activity.Id : null,
        };

    /// <summary>Starts a run; when the call returns, the start is durable. Starting an id again changes nothing.</summary>
    /// <exception cref="Problems.ProblemException">429: so many records wait to be stored that no run should be added; 507: the workspace is full.</exception>
    /// <exception cref="OpenRunLimitException">429: the workspace has as many open runs as it may.</exception>
    public async ValueTask StartAsync(PreparedRun run, CancellationToken cancellationToken)
    {
        await places.TakeAsync(run.Start.Workspace, run.Start.RunId, cancellationToken);
        try
        {
            await (
                run.Callback is { } target
                    ? StartAsync(run, target, cancellationToken)
                    : engine.StartAsync(run.Plan, run.Start, cancellationToken)
            );
        }
        catch
        {
            places.GiveBack(run.Start.Workspace, run.Start.RunId);
            throw;
        }
    }

    /// <summary>Waits for a run's end; null when it does not come in time, or when the engine does not know the run any more.</summary>
    public async ValueTask<RunResult?> WaitAsync(string runId, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (patience == TimeSpan.Zero)
        {
            return null;
        }

        var end = engine.WaitAsync(runId, cancellationToken).AsTask();
        try
        {
            return await end.WaitAsync(patience, settings.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async ValueTask StartAsync(PreparedRun run, CallbackTarget target, CancellationToken cancellationToken)
    {
        await callbacks.AddAsync(run, target, cancellationToken);
        try
        {
            await engine.StartAsync(run.Plan, run.Start with { HasCallback = true }, cancellationToken);
        }
        catch (Exception exception)
        {
            await callbacks.RemoveAsync(run, exception);
            throw;
        }
    }

    private static Payload EnvOf(IReadOnlyDictionary<string, string> values)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in values)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Payload.FromUtf8(buffer.ToArray());
    }
}
