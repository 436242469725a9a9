using System.Security.Cryptography;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>Plans as the compiler makes them: addressed by their content.</summary>
internal static class Plans
{
    public static Plan Hashed(this Plan plan, string? flowId = null)
    {
        var named = new Plan
        {
            Hash = "",
            FlowId = flowId ?? plan.FlowId,
            Root = plan.Root,
            Settings = plan.Settings,
            InputSchema = plan.InputSchema,
        };
        return new Plan
        {
            Hash = Convert.ToHexStringLower(SHA256.HashData(PlanJson.Write(named))),
            FlowId = named.FlowId,
            Root = plan.Root,
            Settings = plan.Settings,
            InputSchema = plan.InputSchema,
        };
    }
}
