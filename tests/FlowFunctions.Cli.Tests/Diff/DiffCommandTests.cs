using System.Text.Json;

namespace FlowFunctions.Cli.Tests.Diff;

public sealed class DiffCommandTests
{
    private const string Before =
        """{ "id": "f", "steps": { "x": { "type": "delay", "with": { "duration": "60s" } } } }""";

    [Fact]
    public async Task Diff_SameMeaning_PrintsNothingAndExitsZero()
    {
        using var before = new TemporaryFile(Before);
        using var after = new TemporaryFile(
            "id: f\nsteps: { x: { with: { duration: 60s }, type: delay } }\n",
            "flow.yaml"
        );
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync("diff", before.Path, after.Path));
        Assert.Empty(terminal.Output);
    }

    [Fact]
    public async Task Diff_ChangedStep_IsNamedAndExitsOne()
    {
        using var before = new TemporaryFile(Before);
        using var after = new TemporaryFile(Before.Replace("60s", "2m", StringComparison.Ordinal));
        using var terminal = new TestTerminal();

        Assert.Equal(1, await terminal.RunAsync("diff", before.Path, after.Path));

        Assert.StartsWith(
            "~ step x\n    /with/duration: \"60s\" -> \"2m\"\n",
            terminal.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Diff_Json_HasTheChanges()
    {
        using var before = new TemporaryFile(Before);
        using var after = new TemporaryFile(Before.Replace("\"x\"", "\"y\"", StringComparison.Ordinal));
        using var terminal = new TestTerminal();

        await terminal.RunAsync("diff", "--json", before.Path, after.Path);

        var change = JsonElement.Parse(terminal.Output).GetProperty("changes")[0];
        Assert.Equal("x", change.GetProperty("renamedFrom").GetString());
    }

    [Fact]
    public async Task Diff_NoDocument_ExitsTwo()
    {
        using var broken = new TemporaryFile("{");
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync("diff", broken.Path, broken.Path));
    }
}
