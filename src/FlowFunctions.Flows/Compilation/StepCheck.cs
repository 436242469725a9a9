using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Checks each step against its type.</summary>
internal sealed class StepCheck(IStepCatalog catalog, ProblemList problems)
{
    private static readonly JsonElement NoConfiguration = JsonElement.Parse("{}");

    /// <summary>The configuration of a step, empty when it has none.</summary>
    public static JsonElement With(FlowStep step) =>
        step.With.ValueKind == JsonValueKind.Object ? step.With : NoConfiguration;

    public void Check(IndexedStep step)
    {
        if (step.Type is not { } type)
        {
            ReportUnknown(step.Step);
            return;
        }

        CheckBody(step.Step, type);
        foreach (var problem in type.With.Validate(With(step.Step), HoldsExpression))
        {
            var named = problem.Pointer.Length == 0 ? problem with { Pointer = "/with" } : problem;
            problems.Add(ProblemCodes.With, named, $"{step.Step.Pointer}/with{problem.Pointer}");
        }
    }

    private void CheckBody(FlowStep step, StepTypeDescriptor type)
    {
        if (type.HasBody && step.Body is null)
        {
            var message = $"A {type.Id} step needs a body with the steps to run for each iteration.";
            problems.AddAtKey(ProblemCodes.BodyMissing, message, step.Pointer);
        }

        if (!type.HasBody && step.Body is not null)
        {
            var loops = string.Join(
                ", ",
                catalog.Types.Where(static other => other.HasBody).Select(static other => other.Id)
            );
            var message = $"A {type.Id} step has no body; only loops have one ({loops}).";
            problems.AddAtKey(ProblemCodes.BodyNotAllowed, message, step.Pointer + "/body");
        }

        if (type.HasBody && step.Retry is not null)
        {
            var message = $"A {type.Id} step cannot be retried as a whole. Give retry to the steps of its body.";
            problems.AddAtKey(ProblemCodes.RetryNotAllowed, message, step.Pointer + "/retry");
        }
    }

    private void ReportUnknown(FlowStep step)
    {
        if (step.Type.Length > 0)
        {
            var hint = Spelling.Hint(step.Type, catalog.Types.Select(static type => type.Id));
            problems.Add(
                ProblemCodes.UnknownType,
                $"There is no step type '{step.Type}'{hint}.",
                step.Pointer + "/type"
            );
        }
    }

    private static bool HoldsExpression(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonTemplate.HasExpression(value.GetString()!);
}
