using FlowFunctions.App.Flows;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Expressions;

namespace FlowFunctions.App.Triggers;

/// <summary>Starts the runs of triggers, whichever kind they are.</summary>
internal sealed class TriggerStarter(
    IFlowCatalog flows,
    RunStarter starter,
    RunReader reader,
    TriggerActivity activity,
    TimeProvider time
)
{
    /// <summary>The code of a start whose flow is not there any more.</summary>
    public const string GoneCode = "Trigger.Gone";

    /// <summary>Starts a run; when the call returns, the start is durable.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was started now; false when it had begun before.</returns>
    /// <exception cref="ProblemException">
    /// 400: the input cannot be made of what came (<c>Trigger.Input</c>), or does not fit the flow's schema (<c>Input.Invalid</c>); 409: the flow's
    /// version is gone (<c>Trigger.Gone</c>); 429 and 503: not now.
    /// </exception>
    public async ValueTask<bool> StartAsync(TriggeredRun run, CancellationToken cancellationToken)
    {
        var type = run.Trigger.Definition.Type;
        try
        {
            var isNew = await StartUncountedAsync(run, cancellationToken);
            TriggerMetrics.Fired(type, isNew ? "started" : "duplicate");
            return isNew;
        }
        catch (ProblemException exception) when (exception.Problem.Status == StatusCodes.Status400BadRequest)
        {
            TriggerMetrics.Fired(type, "refused");
            throw;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            TriggerMetrics.Fired(type, "failed");
            throw;
        }
    }

    private async ValueTask<bool> StartUncountedAsync(TriggeredRun run, CancellationToken cancellationToken)
    {
        if (run.MayHaveBegun && await HasBegunAsync(run.Trigger.Key.Workspace, run.RunId, cancellationToken))
        {
            return false;
        }

        await starter.StartAsync(await PrepareOrNoteAsync(run, cancellationToken), cancellationToken);
        activity.Fired(run.Trigger.Key, run.RunId, time.GetUtcNow());
        return true;
    }

    /// <summary>Reads what runs of a trigger start from, so that a start need not wait for storage.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask WarmUpAsync(ActiveTrigger trigger, CancellationToken cancellationToken) =>
        await FindAsync(trigger, cancellationToken);

    /// <summary>Makes a run, which is not started yet.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">As for <see cref="StartAsync"/>.</exception>
    public async ValueTask<PreparedRun> PrepareAsync(TriggeredRun run, CancellationToken cancellationToken)
    {
        var key = run.Trigger.Key;
        var flow = await FindAsync(run.Trigger, cancellationToken) ?? throw Gone(key);
        var start = starter.NewStart(key.Workspace, flow.Plan, flow.Version, Payload.Null) with
        {
            RunId = run.RunId,
            Trigger = run.Value,
            TriggerKind = run.Trigger.Definition.Type,
            TriggerId = key.TriggerId,
        };
        var input = InputOf(run, start.Env);
        if (!flow.TakesAnyInput)
        {
            RunInputs.Check(flow, input.Element);
        }

        return new PreparedRun(flow.Plan, start with { Input = input });
    }

    /// <summary>The input that a run would get.</summary>
    /// <exception cref="ProblemException">400: it cannot be made of what came.</exception>
    public Payload InputOf(TriggeredRun run) => InputOf(run, starter.Env);

    /// <summary>Whether a run has begun. One that is only listed may have been cut short before the engine had it: starting it again does no harm.</summary>
    public async ValueTask<bool> HasBegunAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        await reader.FindAsync(workspace, runId, cancellationToken) is { } run && RunStarter.HasBegun(run);

    /// <summary>Another flow that has the id by now must not be started by what proved itself to the one before it.</summary>
    private ValueTask<RunnableFlow?> FindAsync(ActiveTrigger trigger, CancellationToken cancellationToken) =>
        flows.FindPinnedAsync(
            trigger.Key.Workspace,
            trigger.Key.FlowId,
            trigger.Version,
            trigger.Generation,
            cancellationToken
        );

    private async ValueTask<PreparedRun> PrepareOrNoteAsync(TriggeredRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await PrepareAsync(run, cancellationToken);
        }
        catch (ProblemException exception) when (exception.Problem is { Status: StatusCodes.Status400BadRequest })
        {
            var (code, detail) = (exception.Problem.Code, exception.Problem.Detail);
            activity.Refused(run.Trigger.Key, code, detail, time.GetUtcNow());
            throw;
        }
    }

    private Payload InputOf(TriggeredRun run, Payload env)
    {
        if (run.GivenInput is { } given)
        {
            return Payload.From(given).Compact();
        }

        var scope = new ExpressionScope
        {
            Trigger = run.Value.Element,
            Env = env.Element,
            Now = time.GetUtcNow(),
            Seed = run.RunId,
        };
        try
        {
            return Payload.From(run.Trigger.InputOf(scope, run.Input));
        }
        catch (ExpressionException exception)
        {
            throw BadInput(run.Trigger.Key, exception);
        }
    }

    private static ProblemException BadInput(TriggerKey key, ExpressionException exception) =>
        new(
            Problem.BadRequest(
                $"The input of the trigger '{key}' cannot be made of what came: {exception.Message} Correct its 'input' in the flow, or what is sent.",
                "Trigger.Input"
            )
        );

    private static ProblemException Gone(TriggerKey key) =>
        new(Problem.Conflict(GoneCode, $"The flow of the trigger '{key}' was deleted or replaced just now."));
}
