using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Runs;

public sealed class InterruptionTests
{
    private const string HeldPath = "/items/TEA";

    [Fact]
    public async Task Kill_InTheMiddleOfOrderIntake_ResumeExecutesNothingTwice()
    {
        await using var services = await SampleServices.StartAsync();
        using var folder = new TemporaryFolder();
        await services.HoldAsync(HeldPath);
        using (var run = StartOrderIntake(services, folder, "killed"))
        {
            await services.WaitUntilHeldAsync(HeldPath);
            await run.SignalAsync("KILL");
            Assert.Equal(128 + 9, (await run.EndAsync()).ExitCode);
        }

        await services.ReleaseAsync(HeldPath);
        var end = await ResumeAsync(folder, "killed");

        Assert.Equal(0, end.ExitCode);
        Assert.Equal("Succeeded", end.Json().Status());
        Assert.Equal(59.75, end.Json().GetProperty("output").GetProperty("total").GetDouble());
        var requests = await services.EndAsync();
        var finishedBefore = new[] { "GET /orders/A-1001", "GET /items/CUP", "GET /items/POT" };
        Assert.All(finishedBefore, request => Assert.Single(requests, request));
        Assert.Equal(2, requests.Count(static request => request == $"GET {HeldPath}"));
        Assert.Equal(3, requests.Count(static request => request == "POST /reservations"));
        Assert.Single(requests, "POST /payments");
    }

    [Fact]
    public async Task Interrupt_Once_CancelsAndCleansUp()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write("flow.json", WaitingFlow());
        using var run = Flow.Start("run", flow, "--json");
        await run.WaitForLineAsync("wait  Waiting");

        await run.SignalAsync("INT");
        var end = await run.EndAsync();

        Assert.Equal(3, end.ExitCode);
        Assert.Equal("Cancelled", end.Json().Status());
        Assert.Equal("Cancelled", end.Json().Step("wait").Status());
        Assert.Equal("Succeeded", end.Json().Step("cleanUp").Status());
        Assert.False(Directory.Exists(Path.Combine(folder.Path, ".flow")));
    }

    [Fact]
    public async Task Interrupt_Twice_EndsAtOnceAndResumeGoesOn()
    {
        await using var services = await SampleServices.StartAsync();
        using var folder = new TemporaryFolder();
        await services.HoldAsync("/slow");
        var flow = folder.Write("flow.json", WaitingFlow($"{services.Url}/slow?ms=1"));
        using (var run = Flow.Start("run", flow, "--run-id", "twice"))
        {
            await run.WaitForLineAsync("wait  Waiting");
            await run.SignalAsync("INT");
            await services.WaitUntilHeldAsync("/slow");
            await run.SignalAsync("INT");
            var first = await run.EndAsync();
            Assert.Equal(130, first.ExitCode);
            Assert.Contains("--resume twice", first.Error, StringComparison.Ordinal);
        }

        await services.ReleaseAsync("/slow");
        var end = await Flow.RunAsync("run", flow, "--resume", "twice", "--json");

        Assert.Equal(3, end.ExitCode);
        Assert.Equal("Succeeded", end.Json().Step("cleanUp").Status());
    }

    [Theory]
    [InlineData("TERM", 3)]
    [InlineData("QUIT", 131)]
    [InlineData("HUP", 129)]
    public async Task Signal_WhileWaiting_EndsWithItsExitCode(string signal, int exitCode)
    {
        using var folder = new TemporaryFolder();
        using var run = Flow.Start("run", folder.Write("flow.json", WaitingFlow()), "--run-id", "waiting");
        await run.WaitForLineAsync("wait  Waiting");

        await run.SignalAsync(signal);

        Assert.Equal(exitCode, (await run.EndAsync()).ExitCode);
        Assert.Equal(exitCode != 3, Directory.Exists(Path.Combine(folder.Path, ".flow", "runs", "waiting")));
    }

    [Fact]
    public async Task Resume_LoopInChildRuns_ShowsTheIterationsThatHadEndedBefore()
    {
        await using var services = await SampleServices.StartAsync();
        using var folder = new TemporaryFolder();
        await services.HoldAsync(HeldPath);
        var flow = folder.Write(
            "flow.yaml",
            """
            id: looping
            steps:
              each:
                type: foreach
                with: { items: "{{ input }}", concurrency: 50 }
                body: { steps: { get: { type: http, with: { url: "{{ env.API }}/items/{{ item }}" } } } }
            """
        );
        var items = folder.Write("items.json", $"[{string.Concat(Enumerable.Repeat("\"CUP\",", 201))}\"TEA\"]");
        using (var run = Flow.Start("run", flow, "--run-id", "loop", "--input", $"@{items}", services.Env))
        {
            await services.WaitUntilHeldAsync(HeldPath);
            await run.SignalAsync("KILL");
            await run.EndAsync();
        }

        var journal = Path.Combine(folder.Path, ".flow", "runs", "loop", "journal");
        Assert.Contains(
            "flow looping  plan",
            (await Flow.RunAsync("journal", "inspect", journal)).Output,
            StringComparison.Ordinal
        );
        await services.ReleaseAsync(HeldPath);
        var end = await Flow.RunAsync("run", flow, "--resume", "loop", "--json");

        var steps = end.Json()
            .GetProperty("steps")
            .EnumerateArray()
            .Select(static step => step.GetProperty("id").GetString());
        Assert.Equal(["each", .. Enumerable.Range(0, 202).Select(static index => $"each[{index}]/get")], steps);
        Assert.All(
            end.Json().GetProperty("steps").EnumerateArray(),
            static step => Assert.Equal("Succeeded", step.Status())
        );
    }

    [Fact]
    public async Task Resume_WithSignal_AnswersWhatTheRunWaitsFor()
    {
        using var folder = new TemporaryFolder();
        using (
            var run = Flow.Start(
                "run",
                Flow.Sample("approval"),
                "--input",
                Flow.SampleInput("approval"),
                "--journal",
                folder.Path,
                "--run-id",
                "asked"
            )
        )
        {
            Assert.Contains("--resume asked", await run.WaitForLineAsync("to send it"), StringComparison.Ordinal);
            await run.SignalAsync("KILL");
            await run.EndAsync();
        }

        var end = await Flow.RunAsync(
            "run",
            Flow.Sample("approval"),
            "--resume",
            "asked",
            "--journal",
            folder.Path,
            "--signal",
            "decision={\"approved\":true}"
        );

        Assert.Equal("Bought: A new coffee machine", end.Json().GetString());
    }

    [Fact]
    public async Task Resume_WithSignalForACalledFlow_ReachesIt()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write("flow.yaml", "id: outer\nsteps: { call: { type: subflow, with: { flow: inner } } }\n");
        folder.Write("inner.yaml", "id: inner\nsteps: { wait: { type: waitForSignal, with: { name: go } } }\n");
        using (var run = Flow.Start("run", flow, "--run-id", "nested"))
        {
            await run.WaitForLineAsync("call/wait  Waiting");
            await run.SignalAsync("KILL");
            await run.EndAsync();
        }

        var end = await Flow.RunAsync("run", flow, "--resume", "nested", "--signal", "go=\"now\"");

        Assert.Equal("now", end.Json().GetString());
    }

    [Fact]
    public async Task Resume_FlowHasChanged_GoesOnWithTheOldFlow()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write("flow.json", WaitingFlow());
        using (var run = Flow.Start("run", flow, "--run-id", "old"))
        {
            await run.WaitForLineAsync("wait  Waiting");
            await run.SignalAsync("KILL");
            await run.EndAsync();
        }

        folder.Write(
            "flow.json",
            """{ "id": "waiting", "steps": { "x": { "type": "transform", "with": { "value": 1 } } } }"""
        );
        var end = await Flow.RunAsync("run", flow, "--resume", "old", "--signal", "go=\"now\"");

        Assert.Equal("now", end.Json().GetProperty("wait").GetString());
        Assert.Contains("has changed since", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_RunThatHasEnded_PrintsItsOutputAgain()
    {
        using var folder = new TemporaryFolder();
        string[] run = ["run", Flow.Sample("diamond"), "--journal", folder.Path];
        var first = await Flow.RunAsync([.. run, "--input", "{\"n\":1}", "--run-id", "ended"]);

        var again = await Flow.RunAsync([.. run, "--resume", "ended"]);

        Assert.Equal((0, first.Output), (again.ExitCode, again.Output));
        Assert.Equal(2, (await Flow.RunAsync([.. run, "--input", "{\"n\":1}", "--run-id", "ended"])).ExitCode);
    }

    [Fact]
    public async Task Resume_RunOfAnotherFlow_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var waiting = folder.Write("flow.json", WaitingFlow());
        string[] journal = ["--journal", folder.Path];
        using (var run = Flow.Start(["run", waiting, "--run-id", "open", .. journal]))
        {
            await run.WaitForLineAsync("wait  Waiting");
            var busy = await Flow.RunAsync(["run", waiting, "--resume", "open", .. journal]);
            Assert.Equal(2, busy.ExitCode);
            Assert.Contains("Run open is going on in another process.", busy.Error, StringComparison.Ordinal);
            await run.SignalAsync("KILL");
            await run.EndAsync();
        }

        await Flow.RunAsync(["run", Flow.Sample("diamond"), "--input", "{\"n\":1}", "--run-id", "ended", .. journal]);
        var open = await Flow.RunAsync(["run", Flow.Sample("diamond"), "--resume", "open", .. journal]);
        var ended = await Flow.RunAsync(["run", waiting, "--resume", "ended", .. journal]);

        Assert.Equal((2, "", 2, ""), (open.ExitCode, open.Output, ended.ExitCode, ended.Output));
        Assert.Contains("Run open is a run of flow 'waiting', not of 'diamond'", open.Error, StringComparison.Ordinal);
        Assert.Contains(
            "Run ended is a run of flow 'diamond', not of 'waiting'",
            ended.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("--deny-private-network", "Waiting")]
    [InlineData("--quiet", "ask: the answer")]
    public async Task Approval_AnswerThatIsNoDecision_IsTold(string option, string text)
    {
        using var folder = new TemporaryFolder();
        using var run = Flow.Start(
            "run",
            Flow.Sample("approval"),
            "--input",
            Flow.SampleInput("approval"),
            "--journal",
            folder.Path,
            "--signal",
            "decision={\"approved\":\"yes\"}",
            option
        );

        var line = await run.WaitForLineAsync("the answer was refused: ");

        Assert.Contains(text, line, StringComparison.Ordinal);
        Assert.Contains("approved", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_ThatCannotBeWritten_IsKeptAndPrintedAgain()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write("flow.yaml", "id: one\nsteps: { x: { type: transform, with: { value: 1 } } }\n");
        using var run = ProgramRun.Start(
            "bash",
            ["-c", "exec dotnet \"$0\" run \"$1\" --run-id full > /dev/full", Flow.Assembly, flow]
        );

        var end = await run.EndAsync();
        var again = await Flow.RunAsync("run", flow, "--resume", "full");

        Assert.Equal(4, end.ExitCode);
        Assert.Contains(
            "The run ended Succeeded, but its output could not be written",
            end.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("--resume full", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", end.Error, StringComparison.Ordinal);
        Assert.Equal((0, "1\n"), (again.ExitCode, again.Output));
    }

    /// <summary>A flow that waits for a signal, and has a clean-up step that calls a service when one is given.</summary>
    private static string WaitingFlow(string? cleanUpUrl = null)
    {
        var cleanUp = cleanUpUrl is null
            ? """{ "type": "transform", "with": { "value": "clean" } }"""
            : $$"""{ "type": "http", "with": { "url": "{{cleanUpUrl}}" } }""";
        return $$$"""
            {
              "id": "waiting",
              "steps": {
                "wait": { "type": "waitForSignal", "with": { "name": "go" } },
                "cleanUp": {{{cleanUp}}}
              },
              "edges": [{ "from": "wait", "on": "always", "to": "cleanUp" }],
              "output": { "wait": "{{ steps.wait.output }}" }
            }
            """;
    }

    private static ProgramRun StartOrderIntake(SampleServices services, TemporaryFolder folder, string runId) =>
        Flow.Start(
            "run",
            Flow.Sample("order-intake"),
            "--input",
            Flow.SampleInput("order-intake"),
            services.Env,
            "--journal",
            folder.Path,
            "--run-id",
            runId
        );

    private static Task<ProgramEnd> ResumeAsync(TemporaryFolder folder, string runId) =>
        Flow.RunAsync("run", Flow.Sample("order-intake"), "--resume", runId, "--journal", folder.Path, "--json");
}
