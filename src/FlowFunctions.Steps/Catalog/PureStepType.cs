using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Catalog;

/// <summary>A step type that is a deterministic function of its inputs with no effect outside.</summary>
internal abstract class PureStepType : IStepType
{
    /// <param name="id">The type's id, which names its manifest.</param>
    protected PureStepType(string id) => Descriptor = StepManifest.Descriptor(id) with { IsPure = true };

    /// <inheritdoc/>
    public StepTypeDescriptor Descriptor { get; protected init; }

    /// <inheritdoc/>
    public ValueTask<StepOutcome> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Execute(context));

    /// <summary>Executes a step attempt.</summary>
    /// <exception cref="StepFailedException">The attempt failed; the executor makes an outcome of it.</exception>
    protected abstract StepOutcome Execute(StepContext context);
}
