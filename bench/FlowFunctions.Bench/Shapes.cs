using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Bench;

/// <summary>Plans of a regular shape, of any size.</summary>
internal static class Shapes
{
    private static readonly JsonTemplate Empty = JsonTemplate.Parse(JsonElement.Parse("{}"));

    public static Plan Chain(int length, bool pure) =>
        Plan(length, pure, Enumerable.Range(0, length - 1).Select(index => new PlanEdge(index, index + 1)));

    /// <summary>A first step, <paramref name="width"/> steps side by side, and a last one that joins them.</summary>
    public static Plan FanOut(int width, bool pure) =>
        Plan(
            width + 2,
            pure,
            Enumerable
                .Range(1, width)
                .SelectMany(index => new[] { new PlanEdge(0, index), new PlanEdge(index, width + 1) })
        );

    private static Plan Plan(int steps, bool pure, IEnumerable<PlanEdge> edges)
    {
        var scope = PlanScope.Create(
            [.. Enumerable.Range(0, steps).Select(index => Step($"s{index}", "bench", pure))],
            [.. edges],
            Step("$output", PlanStep.OutputType, pure: true)
        );
        var plan = new Plan
        {
            Hash = "",
            FlowId = "bench",
            Root = scope,
        };
        return PlanJson.Read(PlanJson.Write(plan));
    }

    private static PlanStep Step(string id, string type, bool pure) =>
        new()
        {
            Id = id,
            Type = type,
            With = Empty,
            IsPure = pure,
        };
}
