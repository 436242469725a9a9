using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Tests.Catalog;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Tests.Compilation;

public sealed class FlowCompilerTests
{
    private const string Diamond = """
        {
          "id": "diamond",
          "steps": {
            "d": { "type": "merge" },
            "a": { "type": "call", "with": { "url": "{{ input.url }}" } },
            "b": { "type": "call", "with": { "body": "{{ steps.a.output.n * 2 }}" }, "timeout": "90s" },
            "c": { "type": "call", "with": { "body": "{{ steps.a.output.n + 1 }}" }, "retry": { "delay": "2s" } }
          },
          "edges": [
            { "from": "a", "to": "b" },
            { "from": "a", "to": "c" },
            { "from": "c", "to": "d" },
            { "from": "b", "to": "d" }
          ]
        }
        """;

    internal static CompilationResult Compile(string text, TextFormat format = TextFormat.Auto) =>
        new FlowCompiler(TestCatalog.Instance).Compile(text, format);

    internal static Plan Plan(string text)
    {
        var result = Compile(text);
        Assert.Empty(result.Problems);
        return result.Plan!;
    }

    [Fact]
    public void Compile_Diamond_IndexesStepsById()
    {
        var plan = Plan(Diamond);
        Assert.Equal(["a", "b", "c", "d"], plan.Root.Steps.Select(step => step.Id));
        Assert.Equal([0], plan.Root.Roots.AsEnumerable());
        Assert.Equal([new PlanEdge(0, 1), new PlanEdge(0, 2)], plan.Root.Steps[0].Outgoing.AsEnumerable());
        Assert.Equal(TimeSpan.FromSeconds(90), plan.Root.Steps[1].Timeout);
        Assert.Equal(3, plan.Root.Steps[2].Retry.MaxAttempts);
        Assert.Equal(["c", "b"], plan.Root.Steps[3].Predecessors.AsEnumerable());
        Assert.Equal([new PlanNeed("a", 0, 0)], plan.Root.Steps[1].Needs.AsEnumerable());
        Assert.Equal([new PlanNeed("b", 0, 1), new PlanNeed("c", 0, 2)], plan.Root.Steps[3].Needs.AsEnumerable());
        Assert.Equal("{{ steps.d?.output }}", plan.Root.Output.With.Source.GetString());
        Assert.Equal([new PlanNeed("d", 0, 3)], plan.Root.Output.Needs.AsEnumerable());
    }
}
