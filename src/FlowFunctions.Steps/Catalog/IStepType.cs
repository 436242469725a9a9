using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Catalog;

/// <summary>A step type: what it declares of itself and how it is executed. Instances hold no state of a run.</summary>
internal interface IStepType
{
    /// <summary>What the compiler, forms and documentation know of it.</summary>
    StepTypeDescriptor Descriptor { get; }

    /// <summary>Executes a step attempt. A pure type completes synchronously.</summary>
    /// <param name="context">The step and everything it may see.</param>
    /// <param name="cancellationToken">Cancelled when nobody wants the answer any more.</param>
    /// <exception cref="StepFailedException">The attempt failed; the executor makes an outcome of it.</exception>
    ValueTask<StepOutcome> ExecuteAsync(StepContext context, CancellationToken cancellationToken);
}
