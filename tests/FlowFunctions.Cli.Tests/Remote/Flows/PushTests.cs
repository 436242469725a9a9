using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Flows;

[Collection(nameof(AppTests))]
public sealed class PushTests(AppFixture app) : IDisposable
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
    public async Task Push_NewThenUnchangedThenChanged_MakesTwoVersions()
    {
        var file = _mine.Write("flow.json", Flow(1));

        var first = await app.RunAsync("push", file);
        var again = await app.RunAsync("push", file);
        await File.WriteAllTextAsync(file, Flow(1).Replace("\n", "\n\n", StringComparison.Ordinal));
        var spaces = await app.RunAsync("push", file);
        await File.WriteAllTextAsync(file, Flow(2));
        var second = await app.RunAsync("push", file, "--message", "Two");

        Assert.Equal($"{file}: {_id} version 1 pushed and published\n", first.Output);
        Assert.Equal($"{file}: {_id} version 1 unchanged\n", again.Output);
        Assert.Equal($"{file}: {_id} version 1 unchanged\n", spaces.Output);
        Assert.Equal($"{file}: {_id} version 2 pushed and published\n", second.Output);
    }

    [Fact]
    public async Task Push_NewerOnServer_IsRefusedUntilForced()
    {
        var (mine, theirs) = (_mine.Write("flow.json", Flow(1)), _theirs.Write("flow.json", Flow(1)));
        await app.RunAsync("push", mine);
        await app.RunAsync("push", theirs);
        await File.WriteAllTextAsync(theirs, Flow(2));
        await app.RunAsync("push", theirs, "--message", "Two is better");
        await File.WriteAllTextAsync(mine, Flow(3));

        var refused = await app.RunAsync("push", mine);
        var dryRun = await app.RunAsync("push", mine, "--dry-run");
        var forced = await app.RunAsync("push", mine, "--force");

        Assert.Equal(ExitCode.Conflict, refused.ExitCode);
        Assert.Contains("the server has version 2 of ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("(\"Two is better\")", refused.Error, StringComparison.Ordinal);
        Assert.Contains("flow push --force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Conflict, dryRun.ExitCode);
        Assert.Contains("/with/value: 2 -> 3", dryRun.Output, StringComparison.Ordinal);
        Assert.Equal($"{mine}: {_id} version 3 pushed and published\n", forced.Output);
    }

    [Fact]
    public async Task Push_FileOfUnknownOrigin_IsRefused()
    {
        await app.RunAsync("push", _theirs.Write("flow.json", Flow(1)));

        var end = await app.RunAsync("push", _mine.Write("flow.json", Flow(2)));

        Assert.Equal(ExitCode.Conflict, end.ExitCode);
        Assert.Equal(["flow.json"], Directory.EnumerateFileSystemEntries(_mine.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Push_NotPublished_IsPublishedByTheNextPush()
    {
        var file = _mine.Write("flow.json", Flow(1));

        var kept = await app.RunAsync("push", file, "--no-publish");
        var start = await app.RunAsync("start", _id);
        var published = await app.RunAsync("push", file);

        Assert.Equal($"{file}: {_id} version 1 pushed, not published\n", kept.Output);
        Assert.NotEqual(0, start.ExitCode);
        Assert.Equal($"{file}: {_id} version 1 pushed and published\n", published.Output);
    }

    [Fact]
    public async Task Push_AfterSomebodyOnlyPublished_Saves()
    {
        var (mine, theirs) = (_mine.Write("flow.json", Flow(1)), _theirs.Write("flow.json", Flow(1)));
        await app.RunAsync("push", mine, "--no-publish");
        await app.RunAsync("push", theirs);
        await File.WriteAllTextAsync(mine, Flow(2));

        var end = await app.RunAsync("push", mine);

        Assert.Equal($"{mine}: {_id} version 2 pushed and published\n", end.Output);
    }

    [Fact]
    public async Task Push_FileBehindTheServer_PointsToPull()
    {
        var (mine, theirs) = (_mine.Write("flow.json", Flow(1)), _theirs.Write("flow.json", Flow(1)));
        await app.RunAsync("push", mine);
        await app.RunAsync("push", theirs);
        await File.WriteAllTextAsync(theirs, Flow(2));
        await app.RunAsync("push", theirs);

        var end = await app.RunAsync("push", mine);

        Assert.Equal(0, end.ExitCode);
        Assert.Contains($"'flow pull {_id} --out {_mine.Path}' gets it", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_OneBrokenFlowAmongSeveral_PushesNothing()
    {
        _mine.Write("a.json", Flow(1));
        _mine.Write("b/flow.yaml", "id: broken\nsteps: { a: { type: nothing } }\n");
        _mine.Write("package.json", """{ "name": "no flow" }""");

        var end = await app.RunAsync("push", _mine.Path);

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains("flow.yaml:2:", end.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was pushed.\n", end.Error, StringComparison.Ordinal);
        Assert.Empty(end.Output);
        Assert.Equal(ExitCode.Invalid, (await app.RunAsync("pull", _id, "--out", _theirs.Path)).ExitCode);
    }

    [Fact]
    public async Task Push_FolderWithoutFlows_IsRefused() =>
        Assert.Equal(ExitCode.Invalid, (await app.RunAsync("push", _mine.Path)).ExitCode);

    [Fact]
    public async Task Push_DryRunOfNewFlow_ChangesNothing()
    {
        var file = _mine.Write("flow.json", Flow(1));

        var end = await app.RunAsync("push", file, "--dry-run");

        Assert.Equal($"{file} would create flow '{_id}'\n", end.Output);
        Assert.Equal(ExitCode.Invalid, (await app.RunAsync("pull", _id, "--out", _theirs.Path)).ExitCode);
    }

    private string Flow(int value) =>
        $$$"""
            { "id": "{{{_id}}}",
              "steps": { "b": { "type": "transform", "with": { "value": {{{value}}} } },
                         "a": { "type": "transform", "with": { "value": "it's <{{ steps.b.output }}>" } } },
              "edges": [{ "from": "b", "to": "a" }] }
            """;
}
