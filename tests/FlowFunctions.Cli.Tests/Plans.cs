using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Tests;

/// <summary>Compiles flows for tests.</summary>
internal static class Plans
{
    public static Plan Compile(string yaml)
    {
        using var types = StepTypes.BuiltIn();
        var result = new FlowCompiler(types).Compile(yaml);
        return result.Plan ?? throw new InvalidOperationException(string.Join("\n", result.Problems));
    }
}
