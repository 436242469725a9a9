using System.Collections.Immutable;
using FlowFunctions.Expressions;

namespace FlowFunctions.Flows.Plans;

/// <summary>Finds the steps that a step needs.</summary>
internal static class PlanNeeds
{
    /// <summary>What a step's own expressions, its incoming edges and, relative to it, the steps of its body need.</summary>
    public static ImmutableArray<PlanNeed> Of(
        ScopeNames names,
        JsonTemplate with,
        IEnumerable<string> predecessors,
        PlanScope? body
    )
    {
        var own = with
            .References.Select(static use => use.Reference)
            .Where(static reference => reference.Root == "steps")
            .Select(StepId)
            .Concat(predecessors)
            .Select(id => names.Resolve(id));
        return
        [
            .. own.Concat(OutsideOf(body)).Distinct().OrderBy(static need => need.Up).ThenBy(static need => need.Index),
        ];
    }

    private static string StepId(ExpressionReference reference) =>
        reference.Path.Count > 0
            ? reference.Path[0]
            : throw new FormatException("an expression does not name its step");

    private static IEnumerable<PlanNeed> OutsideOf(PlanScope? body) =>
        body is null
            ? []
            : body
                .Steps.Append(body.Output)
                .SelectMany(static step => step.Needs)
                .Where(static need => need.Up > 0)
                .Select(static need => need with { Up = need.Up - 1 });
}
