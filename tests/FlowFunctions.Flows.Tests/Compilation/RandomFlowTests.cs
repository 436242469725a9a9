using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Tests.Catalog;

namespace FlowFunctions.Flows.Tests.Compilation;

public sealed class RandomFlowTests
{
    private const int Flows = 250;

    [Fact]
    public void Compile_RandomFlows_RoundTripAndKeepTheirHash()
    {
        for (var seed = 0; seed < Flows; seed++)
        {
            var random = new RandomFlow(seed);
            var flow = random.Document();
            var plan = Compile(flow, seed);
            var bytes = PlanJson.Write(plan);
            Assert.Equal(bytes, PlanJson.Write(PlanJson.Read(bytes, plan.Hash)));
            Assert.Equal((seed, plan.Hash), (seed, Compile(random.Disguise(flow), seed).Hash));
        }
    }

    [Fact]
    public void Compile_AnyChangeOfMeaning_ChangesTheHash()
    {
        for (var seed = 0; seed < Flows; seed += 4)
        {
            var flow = new RandomFlow(seed).Document();
            var hash = Compile(flow, seed).Hash;
            foreach (var change in Changes)
            {
                var other = flow.DeepClone().AsObject();
                change(other);
                Assert.NotEqual((seed, hash), (seed, Compile(other, seed).Hash));
            }
        }
    }

    private static readonly Action<JsonObject>[] Changes =
    [
        flow => flow["id"] = "other",
        flow => flow["output"] = "another",
        flow => flow["input"] = new JsonObject { ["type"] = "object" },
        flow => flow["settings"]!["timeout"] = "7h",
        flow => flow["settings"]!["concurrency"]!["limit"] = 99,
        flow => flow["steps"]!["new"] = new JsonObject { ["type"] = "call" },
        flow => flow["steps"]!["s0"]!["timeout"] = "7h",
        flow => flow["steps"]!["s0"]!["join"] = "allSucceeded",
    ];

    private static Plan Compile(JsonNode flow, int seed)
    {
        var element = JsonElement.Parse(flow.ToJsonString());
        var result = new FlowCompiler(TestCatalog.Instance).Compile(element);
        Assert.True(result.Plan is not null, $"Seed {seed}: {string.Join("; ", result.Problems)}\n{element}");
        return result.Plan;
    }
}
