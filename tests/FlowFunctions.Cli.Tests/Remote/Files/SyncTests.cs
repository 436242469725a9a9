using FlowFunctions.Cli.Remote.Files;
using FlowFunctions.Cli.Tests.Apps;
using FlowFunctions.Cli.Tests.Remote.Flows;

namespace FlowFunctions.Cli.Tests.Remote.Files;

[Collection(nameof(AppTests))]
public sealed class SyncTests(AppFixture app) : WorkingCopies(app)
{
    [Fact]
    public async Task Sync_OfAFolder_SendsWhatDiffersOnly()
    {
        Mine.Write("score.py", "1");
        Mine.Write("lib/rates.json", "{}");
        Mine.Write("flow.json", "{}");
        Mine.Write(".env", "SECRET=1");
        Mine.Write("node_modules/left/index.js", "");

        var planned = await SyncAsync(Mine, "--dry-run");
        var first = await SyncAsync(Mine);
        Mine.Write("score.py", "2");
        var second = await SyncAsync(Mine);
        var third = await SyncAsync(Mine);

        var created = $"new      {Id}/lib/rates.json\nnew      {Id}/score.py\n";
        Assert.Equal((created, "2 new, 0 changed, 0 deleted, 0 unchanged\n"), (planned.Output, planned.Error));
        Assert.Equal((0, created), (first.ExitCode, first.Output));
        Assert.Equal($"changed  {Id}/score.py\n", second.Output);
        Assert.Equal(("", "0 new, 0 changed, 0 deleted, 2 unchanged\n"), (third.Output, third.Error));
        Assert.Equal([$"{Id}/lib/rates.json", $"{Id}/score.py"], await PathsAsync());
    }

    [Fact]
    public async Task Sync_AfterSomebodyElseChangedAFile_ChangesNothingUntilForced()
    {
        Mine.Write("a.py", "1");
        Mine.Write("b.py", "1");
        await SyncAsync(Mine);
        Theirs.Write("a.py", "1");
        await SyncAsync(Theirs);
        Theirs.Write("a.py", "theirs");
        await SyncAsync(Theirs);
        Mine.Write("a.py", "mine");
        Mine.Write("b.py", "2");

        var refused = await SyncAsync(Mine);
        Assert.Equal((ExitCode.Conflict, ""), (refused.ExitCode, refused.Output));
        Assert.Contains($"CONFLICT (changed on the server)  {Id}/a.py", refused.Error, StringComparison.Ordinal);
        Assert.Equal("1", await ContentAsync("b.py"));

        var forced = await SyncAsync(Mine, "--force");
        Assert.Equal($"changed  {Id}/a.py\nchanged  {Id}/b.py\n", forced.Output);
        Assert.Equal("mine", await ContentAsync("a.py"));
    }

    [Fact]
    public async Task Sync_WithDelete_DeletesWhatIsGoneAndNothingOfOthers()
    {
        Mine.Write("a.py", "1");
        Mine.Write("b.py", "1");
        await SyncAsync(Mine);
        Theirs.Write("theirs.py", "1");
        await SyncAsync(Theirs);
        File.Delete(Mine.PathOf("a.py"));

        await SyncAsync(Mine);
        Assert.Equal([$"{Id}/a.py", $"{Id}/b.py", $"{Id}/theirs.py"], await PathsAsync());
        Assert.Equal($"deleted  {Id}/a.py\n", (await SyncAsync(Mine, "--delete")).Output);
        Assert.Equal([$"{Id}/b.py", $"{Id}/theirs.py"], await PathsAsync());
    }

    [Fact]
    public async Task Sync_OfNoFolderOrABadPrefix_IsRefused()
    {
        Assert.Equal(ExitCode.Invalid, (await App.RunAsync("files", "sync", Mine.PathOf("nothing"))).ExitCode);
        Assert.Equal(ExitCode.Invalid, (await App.RunAsync("files", "sync", Mine.Path, "../up")).ExitCode);
        Mine.Write("large", new string('x', (5 << 20) + 1));
        var large = await SyncAsync(Mine);
        Assert.Equal(ExitCode.Invalid, large.ExitCode);
        Assert.Contains("5242880 fit", large.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "r", null, false, SyncAction.Keep)]
    [InlineData(null, "r", "r", false, SyncAction.Keep)]
    [InlineData(null, "r", "r", true, SyncAction.Delete)]
    [InlineData(null, "r", "k", true, SyncAction.Changed)]
    [InlineData(null, "r", null, true, SyncAction.Keep)]
    [InlineData("l", null, null, false, SyncAction.Create)]
    [InlineData("l", null, "k", false, SyncAction.Gone)]
    [InlineData("l", "l", null, false, SyncAction.Nothing)]
    [InlineData("l", "r", "r", false, SyncAction.Replace)]
    [InlineData("l", "r", "l", false, SyncAction.Changed)]
    [InlineData("l", "r", null, false, SyncAction.Changed)]
    internal void Plan_OfAFile_NeverOverwritesWhatWasNotSeen(
        string? local,
        string? remote,
        string? known,
        bool delete,
        SyncAction action
    )
    {
        var options = new SyncOptions(Delete: delete);

        var step = Assert.Single(SyncPlan.Of(One(local), One(remote), One(known), options));

        Assert.Equal(action, step.Action);
        var forced = Assert.Single(SyncPlan.Of(One(local), One(remote), One(known), options with { Force = true }));
        Assert.False(forced.IsConflict);
    }

    private static Dictionary<string, string> One(string? hash) =>
        hash is null ? [] : new(StringComparer.Ordinal) { ["a"] = hash };

    private Task<CommandEnd> SyncAsync(TemporaryFolder folder, params string[] options) =>
        App.RunAsync(["files", "sync", folder.Path, Id, .. options]);

    private async Task<string[]> PathsAsync()
    {
        var list = await App.RunAsync("files", "ls", $"{Id}/");
        return
        [
            .. list
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.Split('\t')[0]),
        ];
    }

    private async Task<string> ContentAsync(string name)
    {
        using var terminal = new TestTerminal();
        await terminal.RunAsync("files", "get", $"{Id}/{name}", "-o", "-", "--server", App.Address);
        return System.Text.Encoding.UTF8.GetString(terminal.Bytes.ToArray());
    }
}
