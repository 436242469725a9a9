using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Flows;

[Collection(nameof(AppTests))]
public sealed class PushTests(AppFixture app) : WorkingCopies(app)
{
    [Fact]
    public async Task Push_NewThenUnchangedThenChanged_MakesTwoVersions()
    {
        var file = Mine.Write("flow.json", Flow(1));

        var first = await App.RunAsync("push", file);
        var again = await App.RunAsync("push", file);
        await File.WriteAllTextAsync(file, Flow(1).Replace("\n", "\n\n", StringComparison.Ordinal));
        var spaces = await App.RunAsync("push", file);
        await File.WriteAllTextAsync(file, Flow(2));
        var second = await App.RunAsync("push", file, "--message", "Two");

        Assert.Equal($"{file}: {Id} version 1 pushed and published\n", first.Output);
        Assert.Equal($"{file}: {Id} version 1 unchanged\n", again.Output);
        Assert.Equal($"{file}: {Id} version 1 unchanged\n", spaces.Output);
        Assert.Equal($"{file}: {Id} version 2 pushed and published\n", second.Output);
    }

    [Fact]
    public async Task Push_NewerOnServer_IsRefusedUntilForced()
    {
        var (mine, theirs) = (Mine.Write("flow.json", Flow(1)), Theirs.Write("flow.json", Flow(1)));
        await App.RunAsync("push", mine);
        await App.RunAsync("push", theirs);
        await File.WriteAllTextAsync(theirs, Flow(2));
        await App.RunAsync("push", theirs, "--message", "Two is better");
        await File.WriteAllTextAsync(mine, Flow(3));

        var refused = await App.RunAsync("push", mine);
        var dryRun = await App.RunAsync("push", mine, "--dry-run");
        var forced = await App.RunAsync("push", mine, "--force");

        Assert.Equal(ExitCode.Conflict, refused.ExitCode);
        Assert.Contains("the server has version 2 of ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("(\"Two is better\")", refused.Error, StringComparison.Ordinal);
        Assert.Contains("flow push --force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Conflict, dryRun.ExitCode);
        Assert.Contains("/with/value: 2 -> 3", dryRun.Output, StringComparison.Ordinal);
        Assert.Equal($"{mine}: {Id} version 3 pushed and published\n", forced.Output);
    }

    [Fact]
    public async Task Push_FileOfUnknownOrigin_IsRefused()
    {
        await App.RunAsync("push", Theirs.Write("flow.json", Flow(1)));

        var end = await App.RunAsync("push", Mine.Write("flow.json", Flow(2)));

        Assert.Equal(ExitCode.Conflict, end.ExitCode);
        Assert.Equal(["flow.json"], Directory.EnumerateFileSystemEntries(Mine.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Push_NotPublished_IsPublishedByTheNextPush()
    {
        var file = Mine.Write("flow.json", Flow(1));

        var kept = await App.RunAsync("push", file, "--no-publish");
        var start = await App.RunAsync("start", Id);
        var published = await App.RunAsync("push", file);

        Assert.Equal($"{file}: {Id} version 1 pushed, not published\n", kept.Output);
        Assert.NotEqual(0, start.ExitCode);
        Assert.Equal($"{file}: {Id} version 1 pushed and published\n", published.Output);
    }

    [Fact]
    public async Task Push_AfterSomebodyOnlyPublished_Saves()
    {
        var (mine, theirs) = (Mine.Write("flow.json", Flow(1)), Theirs.Write("flow.json", Flow(1)));
        await App.RunAsync("push", mine, "--no-publish");
        await App.RunAsync("push", theirs);
        await File.WriteAllTextAsync(mine, Flow(2));

        var end = await App.RunAsync("push", mine);

        Assert.Equal($"{mine}: {Id} version 2 pushed and published\n", end.Output);
    }

    [Fact]
    public async Task Push_FileBehindTheServer_PointsToPull()
    {
        var (mine, theirs) = (Mine.Write("flow.json", Flow(1)), Theirs.Write("flow.json", Flow(1)));
        await App.RunAsync("push", mine);
        await App.RunAsync("push", theirs);
        await File.WriteAllTextAsync(theirs, Flow(2));
        await App.RunAsync("push", theirs);

        var end = await App.RunAsync("push", mine);

        Assert.Equal(0, end.ExitCode);
        Assert.Contains($"'flow pull {Id} --out {Mine.Path}' gets it", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_OneBrokenFlowAmongSeveral_PushesNothing()
    {
        Mine.Write("a.json", Flow(1));
        Mine.Write("b/flow.yaml", "id: broken\nsteps: { a: { type: nothing } }\n");
        Mine.Write("package.json", """{ "name": "no flow" }""");

        var end = await App.RunAsync("push", Mine.Path);

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains("flow.yaml:2:", end.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was pushed.\n", end.Error, StringComparison.Ordinal);
        Assert.Empty(end.Output);
        Assert.Equal(ExitCode.Invalid, (await App.RunAsync("pull", Id, "--out", Theirs.Path)).ExitCode);
    }

    [Fact]
    public async Task Push_FolderWithoutFlows_IsRefused() =>
        Assert.Equal(ExitCode.Invalid, (await App.RunAsync("push", Mine.Path)).ExitCode);

    [Fact]
    public async Task Push_DryRunOfNewFlow_ChangesNothing()
    {
        var file = Mine.Write("flow.json", Flow(1));

        var end = await App.RunAsync("push", file, "--dry-run");

        Assert.Equal($"{file} would create flow '{Id}'\n", end.Output);
        Assert.Equal(ExitCode.Invalid, (await App.RunAsync("pull", Id, "--out", Theirs.Path)).ExitCode);
    }
}
