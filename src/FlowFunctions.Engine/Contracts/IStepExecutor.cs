using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Contracts;

/// <summary>Executes steps for an engine. It knows step types; it knows nothing of engines.</summary>
public interface IStepExecutor
{
    /// <summary>Executes a step attempt. A failure is an outcome, not an exception.</summary>
    /// <param name="request">The step and everything it may see.</param>
    /// <param name="cancellationToken">Cancelled when the machine does not want the answer any more; the answer is then
    /// <see cref="ErrorCodes.Cancelled"/> unless the step ended all the same.</param>
    ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken);

    /// <summary>Evaluates a pure step (<see cref="Flows.Plans.PlanStep.IsPure"/>) in the caller's turn.</summary>
    /// <param name="request">The step and everything it may see.</param>
    StepOutcome ExecutePure(StepRequest request);
}
