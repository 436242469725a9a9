using System.Text.Json;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Runs;

[Collection(nameof(AppTests))]
public sealed class RunCommandsTests(AppFixture app)
{
    private readonly string _id = AppFixture.NewId();

    [Fact]
    public async Task Start_WithWait_PrintsTheOutput()
    {
        await app.PushAsync(TestFlows.Twice(_id));

        var end = await app.RunAsync("start", _id, "--input", """{"n": 4}""", "--wait", "30s");

        Assert.Equal(0, end.ExitCode);
        Assert.Equal("8\n", end.Output);
        Assert.Contains("Succeeded", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithPins_TakesThem()
    {
        await app.PushAsync(TestFlows.Twice(_id));
        using var folder = new TemporaryFolder();
        var pin = folder.Write("a.json", "[17]");

        var end = await app.RunAsync("start", _id, "--pin", $"a={pin}", "--wait", "30s");
        var refused = await app.RunAsync("start", _id, "--pin", $"b={pin}");

        Assert.Equal((0, "[17]"), (end.ExitCode, string.Concat(end.Output.Where(static c => !char.IsWhiteSpace(c)))));
        Assert.Equal(ExitCode.Invalid, refused.ExitCode);
        Assert.Contains("Pin.Step", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_KeyUsedTwice_IsOneRun()
    {
        await app.PushAsync(TestFlows.Twice(_id));
        string[] start = ["start", _id, "--idempotency-key", $"{_id}-17", "--input"];

        var first = await app.RunAsync([.. start, """{"n": 1}"""]);
        var again = await app.RunAsync([.. start, """{"n": 1}"""]);
        var other = await app.RunAsync([.. start, """{"n": 2}"""]);

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Output, again.Output);
        Assert.Equal(ExitCode.Conflict, other.ExitCode);
        Assert.StartsWith("flow: Idempotency.Mismatch: ", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FailingRun_ExitsOneWithTheReason()
    {
        await app.PushAsync(TestFlows.Failing(_id));

        var end = await app.RunAsync("start", _id, "--wait", "30s");

        Assert.Equal(ExitCode.Failed, end.ExitCode);
        Assert.Empty(end.Output);
        Assert.Contains("Failed", end.Error, StringComparison.Ordinal);
        Assert.Contains("step stop: Order.Missing: There is no such order.", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InputThatDoesNotFit_NamesEachPlace()
    {
        await app.PushAsync(TestFlows.WithInput(_id));

        var end = await app.RunAsync("start", _id, "--input", "{}");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.StartsWith("flow: Input.Invalid: ", end.Error, StringComparison.Ordinal);
        Assert.Contains("orderId", end.Error, StringComparison.Ordinal);
        Assert.Contains("(Input.required)", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownFlow_ExitsTwo()
    {
        var end = await app.RunAsync("start", "nothing-of-that-name");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.StartsWith("flow: Flow.NotFound: ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NotEndedInTime_PrintsTheIdAndExitsSeven()
    {
        await app.PushAsync(TestFlows.Waiting(_id));

        var end = await app.RunAsync("start", _id, "--wait", "1ms");

        Assert.Equal(ExitCode.StillRunning, end.ExitCode);
        var show = await app.RunAsync("show", end.Output.TrimEnd());
        Assert.Contains($"flow       {_id} v1\n", show.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_WaitingRun_SaysWhatForAndHowToEndIt()
    {
        var run = await StartWaitingAsync();

        var show = await app.RunAsync("show", run);

        Assert.Equal(0, show.ExitCode);
        Assert.Contains("status     Running", show.Output, StringComparison.Ordinal);
        Assert.Contains($"flow signal {run} go\n", show.Output, StringComparison.Ordinal);
        Assert.Contains("└ … wait  Waiting", show.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Json_IsTheServers()
    {
        var run = await StartWaitingAsync();

        var show = await app.RunAsync("show", run, "--json");

        Assert.Equal(run, JsonElement.Parse(show.Output).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Show_LoopWithManySteps_ShowsAllOfThemWhenAsked()
    {
        await app.PushAsync(
            $"id: {_id}\n"
                + """
                steps:
                  loop:
                    type: foreach
                    with: { items: "{{ Array.from({ length: 80 }, (_, i) => i) }}" }
                    body:
                      steps:
                        one: { type: transform, with: { value: "{{ item }}" } }
                        two: { type: merge }
                        three: { type: merge }
                """
        );
        var run = await RunToEndAsync("{}");

        var brief = await app.RunAsync("show", run);
        var complete = await app.RunAsync("show", run, "--steps");

        Assert.Contains("└ ✓ loop  Succeeded  each 80/80", brief.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("[0] one", brief.Output, StringComparison.Ordinal);
        Assert.Equal(
            240,
            complete.Output.Split('\n').Count(static line => line.StartsWith("    ✓ [", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Show_LoopInRunsOfItsOwn_NamesThemWhenAsked()
    {
        await app.PushAsync(TestFlows.Loop(_id));
        var run = await RunToEndAsync("""{"count": 250}""");

        var complete = await app.RunAsync("show", run, "--steps");

        var child = complete
            .Output.Split('\n')
            .First(static line => line.StartsWith("    run ", StringComparison.Ordinal))[8..];
        Assert.Contains($"called by  {run}\n", (await app.RunAsync("show", child)).Output, StringComparison.Ordinal);
        Assert.Contains(child, (await app.RunAsync("runs", "--parent", run)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signal_LetsTheRunGoOn()
    {
        var run = await StartWaitingAsync();

        var signal = await app.RunAsync("signal", run, "go", "--payload", """{"by":"ada"}""");
        var end = await app.RunAsync("show", run, "--follow");

        Assert.Equal(0, signal.ExitCode);
        Assert.StartsWith($"{run}  {_id} v1  ", signal.Output, StringComparison.Ordinal);
        Assert.Equal(0, end.ExitCode);
        Assert.Contains("\"by\": \"ada\"", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PauseAndResume_AreShown()
    {
        var run = await StartWaitingAsync();

        var paused = await app.RunAsync("pause", run, "--reason", "Lunch");
        var resumed = await app.RunAsync("resume", run);

        Assert.Equal($"{run}  {_id} v1  Paused\n", paused.Output);
        Assert.Equal($"{run}  {_id} v1  Running\n", resumed.Output);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("terminate")]
    public async Task CancelOrTerminate_EndsTheRun(string control)
    {
        var run = await StartWaitingAsync();

        Assert.Equal(0, (await app.RunAsync(control, run, "--reason", "Not needed")).ExitCode);
        var end = await app.RunAsync("show", run, "--follow");
        var again = await app.RunAsync(control, run);

        Assert.Equal(ExitCode.Cancelled, end.ExitCode);
        Assert.Contains("Not needed", end.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Conflict, again.ExitCode);
        Assert.StartsWith("flow: Run.Ended: ", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_OfAFlow_AreListedNewestFirst()
    {
        await app.PushAsync(TestFlows.Twice(_id));
        await app.RunAsync("start", _id, "--input", """{"n": 1}""", "--wait", "30s");
        await app.RunAsync("start", _id, "--input", """{"n": 2}""", "--wait", "30s");

        var all = await app.RunAsync("runs", "--flow", _id, "--since", "1h");
        var one = await app.RunAsync("runs", "--flow", _id, "--limit", "1", "--status", "succeeded");
        var none = await app.RunAsync("runs", "--flow", _id, "--status", "failed");

        var rows = all.Output.TrimEnd('\n').Split('\n').Select(static line => line.Split('\t')).ToArray();
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.Equal([_id, "1", "Succeeded"], row[1..4]));
        Assert.Equal(rows[0][0], one.Output.Split('\t')[0]);
        Assert.Empty(none.Output);
        Assert.Equal("There are no such runs.\n", none.Error);
    }

    [Theory]
    [InlineData("--limit", "0")]
    [InlineData("--limit", "x")]
    [InlineData("--since", "yesterday")]
    [InlineData("--status", "sleeping")]
    public async Task Runs_OptionThatCannotBe_ExitsTwo(string option, string value) =>
        Assert.Equal(ExitCode.Invalid, (await app.RunAsync("runs", option, value)).ExitCode);

    [Fact]
    public async Task Start_Followed_TellsEachStepAndPrintsTheOutput()
    {
        await app.PushAsync(
            $"id: {_id}\n"
                + """
                steps:
                  nap: { type: delay, with: { duration: 50ms } }
                  two: { type: transform, with: { value: "{{ input.n * 2 }}" } }
                edges: [{ from: nap, to: two }]
                """
        );

        var end = await app.RunAsync("start", _id, "--input", """{"n": 4}""", "--follow");

        Assert.Equal(0, end.ExitCode);
        Assert.Equal("8\n", end.Output);
        Assert.Contains("  two  Succeeded", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LargeOutput_IsFetched()
    {
        await app.PushAsync(TestFlows.Large(_id));

        var end = await app.RunAsync("start", _id, "--wait", "30s");

        Assert.Equal($"\"{new string('x', 50_000)}\"\n", end.Output);
    }

    private async Task<string> RunToEndAsync(string input)
    {
        var end = await app.RunAsync("start", _id, "--input", input, "--wait", "30s", "--json");
        return JsonElement.Parse(end.Output).GetProperty("id").GetString()!;
    }

    private async Task<string> StartWaitingAsync()
    {
        await app.PushAsync(TestFlows.Waiting(_id));
        return (await app.RunAsync("start", _id)).Output.TrimEnd();
    }
}
