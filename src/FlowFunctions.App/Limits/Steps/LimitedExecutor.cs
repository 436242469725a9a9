using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Limits.Steps;

/// <summary>Lets attempts begin as fast as the workspace's limit allows. Pure steps cost nothing worth counting.</summary>
internal sealed class LimitedExecutor(IStepExecutor steps, LimitBook book, StepPace pace) : IStepExecutor
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
    {
        if (request.Resume is null or StepResume.TurnCame)
        {
            if (pace.Ask(request, await book.OfAsync(request.Workspace)) is { } putOff)
            {
                return putOff;
            }

            request = request.Resume is null ? request : request with { Resume = null };
        }

        return await steps.ExecuteAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public StepOutcome ExecutePure(StepRequest request) => steps.ExecutePure(request);
}
