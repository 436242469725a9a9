using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>What scripts are promised, in all three runtimes.</summary>
[Collection(RunnerGroup.Name)]
public sealed class ContractTests(RunnerFixture machine)
{
    [Fact]
    public async Task Python_Handler_GetsInputAndContext()
    {
        using var script = Script.Python(
            "def main(input, context):\n    return {'sum': sum(input), 'step': context['step']}"
        );

        var result = await machine.Runner.RunAsync(script.Call("[1,2,3]"));

        Assert.Equal("""{"sum":6,"step":"a"}""", result.Output());
    }

    [Fact]
    public async Task Node_Handler_GetsInputAndContext()
    {
        using var script = Script.Node(
            "export default async (input, context) => ({ sum: input[0] + input[1], step: context.step });"
        );

        var result = await machine.Runner.RunAsync(script.Call("[1,2]"));

        Assert.Equal("""{"sum":3,"step":"a"}""", result.Output());
    }

    [Fact]
    public async Task Bash_Script_GetsInputAndWritesOutput()
    {
        using var script = Script.Bash("""printf '{"got":%s}' "$(cat)" > "$FLOW_OUTPUT" """);

        var result = await machine.Runner.RunAsync(script.Call("[1,2]"));

        Assert.Equal("""{"got":[1,2]}""", result.Output());
    }
}
