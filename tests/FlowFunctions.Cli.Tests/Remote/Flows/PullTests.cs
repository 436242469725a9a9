using System.Text.Json;
using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Flows;

[Collection(nameof(AppTests))]
public sealed class PullTests(AppFixture app) : WorkingCopies(app)
{
    [Fact]
    public async Task Pull_NewFile_IsLaidOutAndPushesNothing()
    {
        await App.RunAsync("push", Theirs.Write("flow.json", Flow(1)));

        var end = await App.RunAsync("pull", Id, "--out", Mine.Path);

        var file = Mine.PathOf($"{Id}.json");
        Assert.Equal($"{file}: {Id} version 1 pulled\n", end.Output);
        Assert.Equal(
            $$"""
            {
              "id": "{{Id}}",
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
        Assert.Equal($"{file}: {Id} version 1 unchanged\n", (await App.RunAsync("push", file)).Output);
    }

    [Fact]
    public async Task Pull_YamlFile_StaysYaml()
    {
        var mine = Mine.Write("order/flow.yaml", $"id: {Id} # a comment\nsteps: {{ a: {{ type: merge }} }}\n");
        await App.RunAsync("push", mine);
        await App.RunAsync("pull", Id, "--out", Theirs.Path);
        var theirs = Theirs.PathOf($"{Id}.json");
        await File.WriteAllTextAsync(
            theirs,
            (await File.ReadAllTextAsync(theirs)).Replace(
                "\"merge\" }",
                "\"merge\", \"timeout\": \"5s\" }",
                StringComparison.Ordinal
            )
        );
        await App.RunAsync("push", theirs);

        var end = await App.RunAsync("pull", "--out", Mine.Path);

        Assert.Equal($"{mine}: {Id} version 2 pulled\n", end.Output);
        Assert.Equal(
            $"id: {Id}\nsteps:\n  a: {{ type: merge, timeout: \"5s\" }}\n",
            (await File.ReadAllTextAsync(mine))
        );
        Assert.Contains("comments and formatting", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_ChangedFile_IsNotOverwrittenUntilForced()
    {
        var (mine, theirs) = (Mine.Write("flow.json", Flow(1)), Theirs.Write("flow.json", Flow(1)));
        await App.RunAsync("push", mine);
        await App.RunAsync("push", theirs);
        await File.WriteAllTextAsync(theirs, Flow(2));
        await App.RunAsync("push", theirs);
        await File.WriteAllTextAsync(mine, Flow(3));

        var refused = await App.RunAsync("pull", Id, "--out", Mine.Path);
        var kept = await File.ReadAllTextAsync(mine);
        var forced = await App.RunAsync("pull", Id, "--out", Mine.Path, "--force");

        Assert.Equal(ExitCode.Conflict, refused.ExitCode);
        Assert.Contains(
            "it has changed since version 1, and the server has version 2",
            refused.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(Flow(3), kept);
        Assert.Equal($"{mine}: {Id} version 2 pulled\n", forced.Output);
        Assert.Contains("\"value\": 2", (await File.ReadAllTextAsync(mine)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_PathInsteadOfId_NeverLeavesTheFolder()
    {
        var end = await App.RunAsync("pull", "../x", "--out", Mine.Path);

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Mine.Path));
    }

    [Fact]
    public async Task List_Piped_HasTabsAndNoHeading()
    {
        await App.RunAsync("push", Mine.Write("flow.json", Flow(1)));

        var end = await App.RunAsync("list", Id);

        var columns = end.Output.TrimEnd('\n').Split('\t');
        Assert.Equal([Id, "1", "1"], columns[..3]);
        Assert.EndsWith("Z", columns[3], StringComparison.Ordinal);
        Assert.Equal(6, columns.Length);
    }

    [Fact]
    public async Task List_Json_IsTheServers()
    {
        await App.RunAsync("push", Mine.Write("flow.json", Flow(1)));

        var end = await App.RunAsync("list", Id, "--json");

        Assert.Equal(Id, JsonElement.Parse(end.Output)[0].GetProperty("id").GetString());
    }
}
