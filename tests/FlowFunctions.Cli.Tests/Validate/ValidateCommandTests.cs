using System.Text.Json;

namespace FlowFunctions.Cli.Tests.Validate;

public sealed class ValidateCommandTests
{
    private const string Bad = """
        {
          "id": "bad",
          "steps": {
            "a": { "type": "transfrom" },
            "b": { "type": "delay", "with": { "duration": "soon" } }
          },
          "edges": [{ "from": "a", "to": "c" }]
        }
        """;

    [Fact]
    public async Task Validate_SeveralProblems_ReportsEachWithItsPlace()
    {
        using var file = new TemporaryFile(Bad);
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync("validate", file.Path));

        var lines = terminal.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.StartsWith($"{file.Path}:", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{file.Path}:4:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{file.Path}:5:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{file.Path}:7:", StringComparison.Ordinal));
        Assert.Equal($"{lines.Length} errors\n", terminal.Error);
    }

    [Fact]
    public async Task Validate_Interactive_ShowsTheLineAtFault()
    {
        using var file = new TemporaryFile(Bad);
        using var terminal = new TestTerminal(isInteractive: true);

        await terminal.RunAsync("validate", file.Path);

        Assert.Contains("""      "a": { "type": "transfrom" },""", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("^\n", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_Json_HasAnObjectForEachFile()
    {
        using var bad = new TemporaryFile(Bad);
        using var good = new TemporaryFile(
            "id: good\nsteps: { x: { type: transform, with: { value: 1 } } }\n",
            "flow.yaml"
        );
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync("validate", "--json", bad.Path, good.Path));

        var files = JsonElement.Parse(terminal.Output);
        var problem = files[0].GetProperty("problems").EnumerateArray().First();
        Assert.Equal(4, problem.GetProperty("line").GetInt32());
        Assert.StartsWith("/steps/a", problem.GetProperty("pointer").GetString(), StringComparison.Ordinal);
        Assert.True(files[1].GetProperty("valid").GetBoolean());
        Assert.Equal(64, files[1].GetProperty("plan").GetString()!.Length);
    }
}
