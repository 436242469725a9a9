using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.App.Steps;

/// <summary><c>GET /api/step-types</c>: what steps can be made of.</summary>
internal sealed class ListStepTypes(StepTypes types)
{
    private readonly StepTypeListResource _list = new([.. types.Types.Select(StepTypeResource.Of)]);

    public IResult Handle() => TypedResults.Json(_list, StepTypeJson.Wire.StepTypeListResource);
}
