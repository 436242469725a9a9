using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Condition;

/// <summary>Goes one of two ways.</summary>
internal sealed class ConditionStep : PureStepType
{
    private static readonly string[] Ports = ["true", "false"];
    private static readonly StepOutcome True = new StepOutcome.Succeeded(Payload.Parse("""{"result":true}"""), "true");
    private static readonly StepOutcome False = new StepOutcome.Succeeded(
        Payload.Parse("""{"result":false}"""),
        "false"
    );

    public ConditionStep()
        : base("condition") => Descriptor = Descriptor with { Ports = static _ => Ports };

    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context) => Truth.Of(context.Member("if")) ? True : False;
}
