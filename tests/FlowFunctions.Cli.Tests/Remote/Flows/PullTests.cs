using System.Text.Json;
using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Flows;

[Collection(nameof(AppTests))]
public sealed class PullTests(AppFixture app) : IDisposable
{
    private readonly TemporaryFolder _mine = new();
    private readonly TemporaryFolder _theirs = new();
    private readonly string _id = AppFixture.NewId();

    public void Dispose()
    {
        _mine.Dispose();
        _theirs.Dispose();
    }

    [Fact]
    public async Task Pull_NewFile_IsLaidOutAndPushesNothing()
    {
        await app.RunAsync("push", _theirs.Write("flow.json", Flow(1)));

        var end = await app.RunAsync("pull", _id, "--out", _mine.Path);

        var file = _mine.PathOf($"{_id}.json");
        Assert.Equal($"{file}: {_id} version 1 pulled\n", end.Output);
        Assert.Equal(
            $$"""
            {
              "id": "{{_id}}",
              "steps": {
                "b": { "type": "transform", "with": { "value": 1 } },
                "a": { "type": "transform", "with": { "value": "it's <{{"{{ steps.b.output }}"}}>" } }
              },
              "edges": [
                { "from": "b", "to": "a" }
              ]
            }

            """,
            (await File.ReadAllTextAsync(file))
        );
        Assert.Equal($"{file}: {_id} version 1 unchanged\n", (await app.RunAsync("push", file)).Output);
    }

    [Fact]
    public async Task Pull_YamlFile_StaysYaml()
    {
        var mine = _mine.Write("order/flow.yaml", $"id: {_id} # a comment\nsteps: {{ a: {{ type: merge }} }}\n");
        await app.RunAsync("push", mine);
        await app.RunAsync("pull", _id, "--out", _theirs.Path);
        var theirs = _theirs.PathOf($"{_id}.json");
        await File.WriteAllTextAsync(
            theirs,
            (await File.ReadAllTextAsync(theirs)).Replace(
                "\"merge\" }",
                "\"merge\", \"timeout\": \"5s\" }",
                StringComparison.Ordinal
            )
        );
        await app.RunAsync("push", theirs);

        var end = await app.RunAsync("pull", "--out", _mine.Path);

        Assert.Equal($"{mine}: {_id} version 2 pulled\n", end.Output);
        Assert.Equal(
            $"id: {_id}\nsteps:\n  a: {{ type: merge, timeout: \"5s\" }}\n",
            (await File.ReadAllTextAsync(mine))
        );
        Assert.Contains("comments and formatting", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_ChangedFile_IsNotOverwrittenUntilForced()
    {
        var (mine, theirs) = (_mine.Write("flow.json", Flow(1)), _theirs.Write("flow.json", Flow(1)));
        await app.RunAsync("push", mine);
        await app.RunAsync("push", theirs);
        await File.WriteAllTextAsync(theirs, Flow(2));
        await app.RunAsync("push", theirs);
        await File.WriteAllTextAsync(mine, Flow(3));

        var refused = await app.RunAsync("pull", _id, "--out", _mine.Path);
        var kept = await File.ReadAllTextAsync(mine);
        var forced = await app.RunAsync("pull", _id, "--out", _mine.Path, "--force");

        Assert.Equal(ExitCode.Conflict, refused.ExitCode);
        Assert.Contains(
            "it has changed since version 1, and the server has version 2",
            refused.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(Flow(3), kept);
        Assert.Equal($"{mine}: {_id} version 2 pulled\n", forced.Output);
        Assert.Contains("\"value\": 2", (await File.ReadAllTextAsync(mine)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_PathInsteadOfId_NeverLeavesTheFolder()
    {
        var end = await app.RunAsync("pull", "../x", "--out", _mine.Path);

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_mine.Path));
    }

    [Fact]
    public async Task List_Piped_HasTabsAndNoHeading()
    {
        await app.RunAsync("push", _mine.Write("flow.json", Flow(1)));

        var end = await app.RunAsync("list", _id);

        var columns = end.Output.TrimEnd('\n').Split('\t');
        Assert.Equal([_id, "1", "1"], columns[..3]);
        Assert.EndsWith("Z", columns[3], StringComparison.Ordinal);
        Assert.Equal(5, columns.Length);
    }

    [Fact]
    public async Task List_Json_IsTheServers()
    {
        await app.RunAsync("push", _mine.Write("flow.json", Flow(1)));

        var end = await app.RunAsync("list", _id, "--json");

        Assert.Equal(_id, JsonElement.Parse(end.Output)[0].GetProperty("id").GetString());
    }

    private string Flow(int value) =>
        $$$"""
            { "id": "{{{_id}}}",
              "steps": { "b": { "type": "transform", "with": { "value": {{{value}}} } },
                         "a": { "type": "transform", "with": { "value": "it's <{{ steps.b.output }}>" } } },
              "edges": [{ "from": "b", "to": "a" }] }
            """;
}
