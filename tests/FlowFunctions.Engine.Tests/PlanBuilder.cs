using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests;

/// <summary>Plans in one line: <c>Plan("a", "b").Edge("a", "b")</c>. Steps are of a type that the tests answer for.</summary>
internal sealed class PlanBuilder
{
    private static readonly JsonTemplate Empty = JsonTemplate.Parse(JsonElement.Parse("{}"));
    private readonly List<PlanStep> _steps = [];
    private readonly List<PlanEdge> _edges = [];
    private PlanSettings _settings = PlanSettings.Default;

    public static PlanBuilder Of(params string[] steps)
    {
        var builder = new PlanBuilder();
        foreach (var step in steps)
        {
            builder.Step(step);
        }

        return builder;
    }

    public PlanBuilder Step(string id, Func<PlanStep, PlanStep>? change = null)
    {
        var step = new PlanStep
        {
            Id = id,
            Type = "test",
            With = Empty,
        };
        _steps.Add(change is null ? step : change(step));
        return this;
    }

    public PlanBuilder Loop(string id, PlanBuilder body, Func<PlanStep, PlanStep>? change = null) =>
        Step(id, step => (change ?? (same => same))(step with { Type = "loop", Body = body.Scope() }));

    public PlanBuilder Edge(string from, string to, EdgeCondition on = EdgeCondition.Success, string? port = null)
    {
        _edges.Add(new PlanEdge(IndexOf(from), IndexOf(to), on, port));
        return this;
    }

    public PlanBuilder Settings(PlanSettings settings)
    {
        _settings = settings;
        return this;
    }

    public Plan Build() =>
        new()
        {
            Hash = "test",
            FlowId = "test",
            Root = Scope(),
            Settings = _settings,
        };

    public PlanScope Scope() =>
        PlanScope.Create(
            _steps,
            _edges,
            new PlanStep
            {
                Id = "$output",
                Type = PlanStep.OutputType,
                With = Empty,
                IsPure = true,
            }
        );

    private int IndexOf(string id) => _steps.FindIndex(step => step.Id == id);
}
