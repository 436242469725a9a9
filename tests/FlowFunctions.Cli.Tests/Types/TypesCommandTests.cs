using System.Text.Json;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Tests.Types;

public sealed class TypesCommandTests
{
    [Fact]
    public async Task Types_Json_HasEveryTypeWithAnExampleThatItsSchemaTakes()
    {
        using var terminal = new TestTerminal();
        using var types = StepTypes.BuiltIn();

        Assert.Equal(0, await terminal.RunAsync("types", "--json"));

        var listed = JsonElement.Parse(terminal.Output).EnumerateArray().ToArray();
        Assert.Equal(
            types.Types.Select(static type => type.Id),
            listed.Select(static type => type.GetProperty("id").GetString())
        );
        Assert.All(
            listed,
            static type => Assert.Equal("object", type.GetProperty("with").GetProperty("type").GetString())
        );
        Assert.All(
            listed.Zip(types.Types),
            static pair =>
            {
                var example = pair.First.GetProperty("example").GetProperty("with");
                Assert.Empty(
                    pair.Second.With.Validate(
                        example,
                        static value => value.ToString().Contains("{{", StringComparison.Ordinal)
                    )
                );
            }
        );
    }

    [Theory]
    [InlineData("condition", "Ports: true, false")]
    [InlineData("switch", "Ports: germany, france, abroad")]
    [InlineData("http", "url (string, required)")]
    [InlineData("delay", "\"duration\": \"5m\"")]
    public async Task Types_One_IsDescribed(string type, string text)
    {
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync("types", type));

        Assert.Contains(text, terminal.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "flow run flow.json --resume")]
    [InlineData("validate", "flow validate flows/*.json")]
    [InlineData("graph", "--mermaid > flow.mmd")]
    [InlineData("expr", "--input @order.json")]
    [InlineData("types", "flow types http --json")]
    public async Task Help_Command_HasExamples(string command, string example)
    {
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync(command, "--help"));

        Assert.Contains(example, terminal.Output, StringComparison.Ordinal);
    }
}
