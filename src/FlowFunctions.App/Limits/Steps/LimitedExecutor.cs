using FlowFunctions.App.Limits.Scripts;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Limits.Steps;

/// <summary>Lets attempts begin as the workspace's limits allow: it slows them down, and counts the time of scripts. Pure steps cost nothing worth counting.</summary>
internal sealed class LimitedExecutor(IStepExecutor steps, LimitBook book, StepPace pace, ScriptTime scripts)
    : IStepExecutor
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
    {
        if (request.Resume is not (null or StepResume.TurnCame))
        {
            // It began before it waited.
            return await steps.ExecuteAsync(request, cancellationToken);
        }

        var limits = await book.OfAsync(request.Workspace);
        if (pace.Ask(request, limits) is { } putOff)
        {
            return putOff;
        }

        var begun = request.Resume is null ? request : request with { Resume = null };
        return begun.Step.Type == ScriptTime.StepType
            ? await scripts.ExecuteAsync(steps, begun, limits, cancellationToken)
            : await steps.ExecuteAsync(begun, cancellationToken);
    }

    /// <inheritdoc/>
    public StepOutcome ExecutePure(StepRequest request) => steps.ExecutePure(request);
}
