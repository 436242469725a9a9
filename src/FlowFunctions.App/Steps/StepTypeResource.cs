using System.Text.Json;
using FlowFunctions.Flows.Catalog;

namespace FlowFunctions.App.Steps;

/// <summary>A step type as callers see it: enough for forms, completion and documentation.</summary>
/// <param name="Id">What flows write as <c>type</c>.</param>
/// <param name="Title">A short title.</param>
/// <param name="Description">What it does.</param>
/// <param name="Category">The group it stands in.</param>
/// <param name="Icon">The name of its icon.</param>
/// <param name="Pure">Whether it is a deterministic function of its inputs with no effect outside.</param>
/// <param name="Loop">Whether it has a body of its own.</param>
/// <param name="Ports">The ports to choose from; where they depend on the configuration, those without one.</param>
/// <param name="SecretInputs">Where in <c>with</c> secrets may stand: JSON pointers, <c>*</c> for any name.</param>
/// <param name="LiteralInputs">Members of <c>with</c> that hold no expressions, such as the text of a script.</param>
/// <param name="FileInputs">Members of <c>with</c> that name a file of the flow's folder.</param>
/// <param name="With">JSON Schema of <c>with</c> once its expressions are evaluated.</param>
/// <param name="Output">JSON Schema of its output.</param>
internal sealed record StepTypeResource(
    string Id,
    string Title,
    string Description,
    string Category,
    string Icon,
    bool Pure,
    bool Loop,
    IReadOnlyList<string> Ports,
    IReadOnlyList<string> SecretInputs,
    IReadOnlyList<string> LiteralInputs,
    IReadOnlyList<string> FileInputs,
    JsonElement With,
    JsonElement Output
)
{
    private static readonly JsonElement NoConfiguration = JsonElement.Parse("{}");

    public static StepTypeResource Of(StepTypeDescriptor type) =>
        new(
            type.Id,
            type.Title,
            type.Description,
            type.Category,
            type.Icon,
            type.IsPure,
            type.HasBody,
            type.Ports(NoConfiguration),
            type.SecretInputs,
            type.LiteralInputs,
            type.FileInputs,
            type.WithSchema,
            type.OutputSchema
        );
}

/// <summary>The step types that flows can use.</summary>
/// <param name="Items">By category and id.</param>
internal sealed record StepTypeListResource(IReadOnlyList<StepTypeResource> Items);
