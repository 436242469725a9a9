using System.Globalization;
using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.DurableTask.Bench.Worlds;

/// <summary>Flows of a regular shape whose steps are activities that read results of others.</summary>
internal static class SampleFlows
{
    /// <summary>Each step reads the result of the one before it.</summary>
    public static Plan Chain(int length) =>
        PlanOf(
            [.. Enumerable.Range(0, length).Select(static index => Step(index, index - 1))],
            Enumerable.Range(0, length - 1).Select(static index => new PlanEdge(index, index + 1))
        );

    /// <summary>A first step, and steps side by side that read its result.</summary>
    public static Plan FanOut(int width) =>
        PlanOf(
            [Step(0, -1), .. Enumerable.Range(1, width).Select(static index => Step(index, 0))],
            Enumerable.Range(1, width).Select(static index => new PlanEdge(0, index))
        );

    private static Plan PlanOf(PlanStep[] steps, IEnumerable<PlanEdge> edges)
    {
        var plan = new Plan
        {
            Hash = "",
            FlowId = "bench",
            Root = PlanScope.Create(steps, [.. edges], PlanStep.ForOutput(Template("{}"))),
        };
        return PlanJson.Read(PlanJson.Write(plan));
    }

    private static PlanStep Step(int index, int read) =>
        new()
        {
            Id = Name(index),
            Type = "bench",
            With = Template(
                read < 0
                    ? """{"order":"{{ input.order }}"}"""
                    : $$$"""{"order":"{{ input.order }}","total":"{{ steps.{{{Name(read)}}}.output.total }}"}"""
            ),
        };

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"step{index}");

    private static JsonTemplate Template(string json) => JsonTemplate.Parse(JsonElement.Parse(json));
}
