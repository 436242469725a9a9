using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Flows;

[Collection(nameof(AppTests))]
public sealed class PinnedFileTests(AppFixture app) : WorkingCopies(app)
{
    [Fact]
    public async Task Pull_FlowWithFiles_WritesThemWhereTheDocumentFindsThem()
    {
        await PushAsync("1");

        var end = await App.RunAsync("pull", Id, "--out", Theirs.Path);

        var script = Theirs.PathOf($"{Id}/lib/s.py");
        Assert.Equal(
            (0, $"{Theirs.PathOf($"{Id}.json")}: {Id} version 1 pulled\n{script}: pulled\n"),
            (end.ExitCode, end.Output)
        );
        Assert.Equal("1", await File.ReadAllTextAsync(script));
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync("validate", Theirs.PathOf($"{Id}.json")));
        var again = await App.RunAsync("pull", "--out", Theirs.Path);
        Assert.Equal($"{Theirs.PathOf($"{Id}.json")}: {Id} version 1 unchanged\n", again.Output);
    }

    [Fact]
    public async Task Pull_FileChangedHere_IsNotOverwrittenUntilForced()
    {
        await PushAsync("1");
        await App.RunAsync("pull", Id, "--out", Theirs.Path);
        await PushAsync("2");
        var script = Theirs.Write($"{Id}/lib/s.py", "mine");

        var refused = await App.RunAsync("pull", "--out", Theirs.Path);
        Assert.Equal((ExitCode.Conflict, ""), (refused.ExitCode, refused.Output));
        Assert.Contains($"{script} was not overwritten", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(script));

        Assert.Equal(0, (await App.RunAsync("pull", "--out", Theirs.Path, "--force")).ExitCode);
        Assert.Equal("2", await File.ReadAllTextAsync(script));
        await PushAsync("3");
        Assert.Equal(0, (await App.RunAsync("pull", "--out", Theirs.Path)).ExitCode);
        Assert.Equal("3", await File.ReadAllTextAsync(script));
    }

    [Fact]
    public async Task Push_DryRunWithAChangedFileOnly_SaysWhatAPushWouldMake()
    {
        await PushAsync("1");
        var flow = Write("2");

        var planned = await App.RunAsync("push", flow, "--dry-run");
        var pushed = await App.RunAsync("push", flow);
        var done = await App.RunAsync("push", flow, "--dry-run");

        Assert.Equal(
            (0, $"changed  {Id}/lib/s.py\n{flow} would become version 2 of flow '{Id}', with other files\n"),
            (planned.ExitCode, planned.Output)
        );
        Assert.Contains("version 2 pushed", pushed.Output, StringComparison.Ordinal);
        Assert.Contains("nothing would be done", done.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_DryRunWithAFileThatOthersChanged_SaysThatItWouldBeRefused()
    {
        await PushAsync("1");
        await App.RunAsync("files", "put", Theirs.Write("s.py", "theirs"), $"{Id}/lib/", "--force");

        var planned = await App.RunAsync("push", Write("2"), "--dry-run");

        Assert.Equal(ExitCode.Conflict, planned.ExitCode);
        Assert.Contains("would be refused", planned.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing would be done", planned.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_AfterAFileWasPut_MakesTheVersionThatPutSpeaksOf()
    {
        await PushAsync("1");

        var put = await App.RunAsync("files", "put", Theirs.Write("s.py", "2"), $"{Id}/lib/", "--force");
        Assert.Contains($"'flow publish {Id}'", put.Error, StringComparison.Ordinal);
        var published = await App.RunAsync("publish", Id, "--message", "Two");
        var again = await App.RunAsync("publish", Id, "--version", "1");

        Assert.Equal((0, $"{Id} version 2 is published\n"), (published.ExitCode, published.Output));
        Assert.Equal(published.Output, again.Output);
        Assert.Equal(ExitCode.Invalid, (await App.RunAsync("publish", AppFixture.NewId())).ExitCode);
    }

    private async Task PushAsync(string script)
    {
        var end = await App.RunAsync("push", Write(script));
        Assert.True(end.ExitCode == 0, end.Error);
    }

    private string Write(string script)
    {
        Mine.Write("lib/s.py", script);
        return Mine.Write(
            "flow.json",
            $$"""{ "id": "{{Id}}", "steps": { "a": { "type": "script", "with": { "runtime": "python", "file": "lib/s.py" } } } }"""
        );
    }
}
