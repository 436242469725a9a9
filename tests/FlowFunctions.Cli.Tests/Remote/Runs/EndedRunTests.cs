using System.Text.Json;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Runs;

/// <summary>What can be done with a run that has ended: read its log, run it again, delete it.</summary>
[Collection(nameof(AppTests))]
public sealed class EndedRunTests(AppFixture app)
{
    private readonly string _id = AppFixture.NewId();

    [Fact]
    public async Task Logs_SayWhatHappened()
    {
        var run = await FailAsync();

        var logs = await app.RunAsync("logs", run);
        var json = await app.RunAsync("logs", run, "--json");

        Assert.Equal(0, logs.ExitCode);
        var lines = logs.Output.TrimEnd('\n').Split('\n');
        Assert.Matches(@"^\d{4}-\d\d-\d\dT[0-9:.]+Z info    \S", lines[0]);
        Assert.Contains(
            lines,
            static line =>
                line.Contains(" error ", StringComparison.Ordinal) && line.Contains("stop: ", StringComparison.Ordinal)
        );
        Assert.Equal(
            lines.Length,
            json.Output.TrimEnd('\n').Split('\n').Select(static line => JsonElement.Parse(line)).Count()
        );
    }

    [Fact]
    public async Task Logs_OfOneStep_LeaveOthersOut()
    {
        var run = await FailAsync();

        var logs = await app.RunAsync("logs", run, "--step", "stop");

        Assert.All(
            logs.Output.TrimEnd('\n').Split('\n'),
            static line => Assert.Contains(" stop: ", line, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Logs_FromALevelOn_LeaveOthersOut()
    {
        var run = await FailAsync();

        var logs = await app.RunAsync("logs", run, "--level", "error");

        Assert.All(
            logs.Output.TrimEnd('\n').Split('\n'),
            static line => Assert.Contains(" error ", line, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Logs_OfAnOpenRun_EndWithWhatThereIs()
    {
        await app.PushAsync(TestFlows.Waiting(_id));
        var run = (await app.RunAsync("start", _id)).Output.TrimEnd();

        var logs = await app.RunAsync("logs", run).WaitAsync(TimeSpan.FromSeconds(30));
        await app.RunAsync("signal", run, "go");

        Assert.Equal(0, logs.ExitCode);
        Assert.Contains(" started.", logs.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_Followed_GoOnUntilTheEnd()
    {
        await app.PushAsync(TestFlows.Waiting(_id));
        var run = (await app.RunAsync("start", _id)).Output.TrimEnd();

        var logs = app.RunAsync("logs", run, "-f");
        await app.RunAsync("signal", run, "go");
        var end = await logs.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, end.ExitCode);
        Assert.Equal((await app.RunAsync("logs", run)).Output, end.Output);
    }

    [Fact]
    public async Task Logs_OfNoRun_ExitTwo()
    {
        Assert.Equal(ExitCode.Invalid, (await app.RunAsync("logs", "zybr38esga7ypbzjy3s75c67hy")).ExitCode);
        Assert.Equal(ExitCode.Invalid, (await app.RunAsync("logs", "zybr38esga7ypbzjy3s75c67hy", "-f")).ExitCode);
    }

    [Fact]
    public async Task Rerun_WithNewestVersion_RunsWhatWasMended()
    {
        var run = await FailAsync();
        await app.PushAsync(TestFlows.Twice(_id), force: true);

        var same = await app.RunAsync("rerun", run, "--follow");
        var mended = await app.RunAsync("rerun", run, "--newest", "--input", """{"n": 3}""", "--follow");
        var id = (await app.RunAsync("rerun", run)).Output.TrimEnd();

        Assert.Equal(ExitCode.Failed, same.ExitCode);
        Assert.Equal((0, "6\n"), (mended.ExitCode, mended.Output));
        Assert.Contains($"rerun of   {run}\n", (await app.RunAsync("show", id)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rerun_FromAStepThatIsNot_ExitsTwo()
    {
        var run = await FailAsync();

        var end = await app.RunAsync("rerun", run, "--from", "nothing");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.StartsWith("flow: Rerun.Step: ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_EndedRun_IsGone()
    {
        var run = await FailAsync();

        var deleted = await app.RunAsync("delete", run);
        var show = await app.RunAsync("show", run);

        Assert.Equal(0, deleted.ExitCode);
        Assert.Equal(ExitCode.Invalid, show.ExitCode);
    }

    [Fact]
    public async Task Delete_OpenRun_ExitsSix()
    {
        await app.PushAsync(TestFlows.Waiting(_id));
        var run = (await app.RunAsync("start", _id)).Output.TrimEnd();

        var end = await app.RunAsync("delete", run);

        Assert.Equal(ExitCode.Conflict, end.ExitCode);
        Assert.StartsWith("flow: Run.Open: ", end.Error, StringComparison.Ordinal);
    }

    private async Task<string> FailAsync()
    {
        await app.PushAsync(TestFlows.Failing(_id));
        var end = await app.RunAsync("start", _id, "--wait", "30s", "--json");
        return JsonElement.Parse(end.Output).GetProperty("id").GetString()!;
    }
}
