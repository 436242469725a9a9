using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Schema;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Steps.Execution;

/// <summary>The pseudo-step at the end of a scope: its <c>with</c>, evaluated, is the scope's output.</summary>
internal sealed class OutputStep : IStepType
{
    /// <inheritdoc/>
    public StepTypeDescriptor Descriptor { get; } =
        new()
        {
            Id = PlanStep.OutputType,
            Title = "Output",
            Description = "Evaluates the output of a flow or of a loop's body.",
            Category = "Flow control",
            Icon = "flag",
            WithSchema = System.Text.Json.JsonElement.Parse("true"),
            OutputSchema = System.Text.Json.JsonElement.Parse("true"),
            With = JsonSchema.Parse("true"),
            IsPure = true,
        };

    /// <inheritdoc/>
    public ValueTask<StepOutcome> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<StepOutcome>(new StepOutcome.Succeeded(Payload.From(context.With())));
}
