using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Runs;

public sealed class CommandTests
{
    [Fact]
    public async Task Run_Failure_ExitsOneAndSaysWhyOnTheErrorStream()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write(
            "flow.json",
            OneStep("""{ "type": "fail", "with": { "code": "Order.Empty", "message": "No lines." } }""")
        );

        var end = await Flow.RunAsync("run", flow, "--quiet");

        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        Assert.Contains("Order.Empty: No lines.", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Timeout_ExitsOne()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write(
            "flow.yaml",
            "id: slow\nsteps: { x: { type: delay, with: { duration: 1h } } }\nsettings: { timeout: 50ms }\n"
        );

        var end = await Flow.RunAsync("run", flow, "--json");

        Assert.Equal(1, end.ExitCode);
        Assert.Equal("TimedOut", end.Json().Status());
        Assert.Equal("Timeout", end.Json().GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Run_StopCancelled_ExitsThree()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write("flow.json", OneStep("""{ "type": "stop", "with": { "status": "cancelled" } }"""));

        Assert.Equal(3, (await Flow.RunAsync("run", flow)).ExitCode);
    }

    [Fact]
    public async Task Run_InputThatDoesNotFit_ExitsTwoAndRunsNothing()
    {
        var end = await Flow.RunAsync("run", Flow.Sample("diamond"), "--input", "{\"n\":\"three\"}");

        Assert.Equal((2, ""), (end.ExitCode, end.Output));
        Assert.Contains("input/n: must be", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithPins_ExecutesWhatFollowsOnly()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write(
            "flow.json",
            """
            {"id":"f","steps":{
              "fetch":{"type":"fail","with":{"message":"Never executed."}},
              "side":{"type":"fail","with":{"message":"Left out."}},
              "price":{"type":"transform","with":{"value":"{{ steps.fetch.output.n + 1 }}"}}
            },"edges":[{"from":"fetch","to":"price"}]}
            """
        );
        var pin = folder.Write("fetch.json", """{"n":41}""");

        var end = await Flow.RunAsync("run", flow, "--pin", $"fetch={pin}", "--from", "price");
        var refused = await Flow.RunAsync("run", flow, "--from", "price");

        Assert.Equal((0, 42), (end.ExitCode, end.Json().GetProperty("price").GetInt32()));
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("Run.FromMissing", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutputAndProgress_AreSeparated()
    {
        var end = await Flow.RunAsync("run", Flow.Sample("diamond"), "--input", Flow.SampleInput("diamond"));

        Assert.Equal(JsonValueKind.Object, end.Json().ValueKind);
        Assert.Contains("D  Succeeded", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', end.Error);
    }

    [Fact]
    public async Task Run_PipedInput_IsRead()
    {
        using var run = Flow.Start("run", Flow.Sample("diamond"), "--input", "-", "--quiet");
        await run.Input.WriteAsync("{\"n\": 1}");
        run.Input.Close();

        var end = await run.EndAsync();

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Equal(1, end.Json().GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Run_SecretInHeader_ReachesTheServiceAndIsMaskedInTheOutput()
    {
        await using var services = await SampleServices.StartAsync();
        using var folder = new TemporaryFolder();
        var flow = folder.Write(
            "flow.json",
            OneStep(
                $$$"""{ "type": "http", "with": { "url": "{{{services.Url}}}/echo", "headers": { "X-Token": "{{ secrets.TOKEN }}" } } }"""
            )
        );

        var end = await Flow.RunAsync("run", flow, "--json");

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("\"x-token\": \"***\"", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-token", end.Output + end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DenyPrivateNetwork_RefusesLoopback()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write(
            "flow.json",
            OneStep("""{ "type": "http", "with": { "url": "http://127.0.0.1:7099/health" } }""")
        );

        var end = await Flow.RunAsync("run", flow, "--deny-private-network", "--json");

        Assert.Equal(1, end.ExitCode);
        Assert.Equal("Http.Refused", end.Json().GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("helper.json")]
    [InlineData("helper/flow.json")]
    [InlineData("../helper/flow.json")]
    public async Task Run_Subflow_IsFoundBesideTheFlow(string place)
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write(
            "main/flow.json",
            OneStep("""{ "type": "subflow", "with": { "flow": "helper", "input": 20 } }""")
        );
        folder.Write(
            Path.Combine("main", place),
            """{ "id": "helper", "steps": { "double": { "type": "transform", "with": { "value": "{{ input * 2 }}" } } } }"""
        );

        var end = await Flow.RunAsync("run", flow, "--json");

        Assert.Equal(40, end.Json().GetProperty("output").GetInt32());
        Assert.Equal("Succeeded", end.Json().Step("x/double").Status());
    }

    [Theory]
    [InlineData("id: other\nsteps: { x: { type: transform, with: { value: 1 } } }", "has the id 'other', not 'helper'")]
    [InlineData("id: helper\nsteps: { x: { type: nonsense } }", "has errors. The first: ")]
    public async Task Run_SubflowFileThatCannotBeUsed_SaysWhy(string called, string message)
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write("flow.json", OneStep("""{ "type": "subflow", "with": { "flow": "helper" } }"""));
        folder.Write("helper.yaml", called);

        var end = await Flow.RunAsync("run", flow);

        Assert.Equal(1, end.ExitCode);
        Assert.Contains(message, end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_JournalOnAFile_SaysThatItCannotBeCreated()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("taken", "");

        var end = await Flow.RunAsync("run", Flow.Sample("diamond"), "--input", "{\"n\":1}", "--journal", file);

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("cannot be created", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("another process", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_BothStreamsInOnePipe_CountStandsLast()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write("flow.yaml", "id: bad\nsteps: { x: { type: nonsense } }\n");
        using var run = ProgramRun.Start(
            "bash",
            ["-c", "exec dotnet \"$0\" validate \"$1\" 2>&1", Flow.Assembly, flow]
        );

        var end = await run.EndAsync();

        Assert.EndsWith("\n1 error\n", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LongLoop_ListsEveryIterationInOrder()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write(
            "flow.yaml",
            """
            id: long
            steps:
              loop:
                type: foreach
                with: { items: "{{ input }}" }
                body: { steps: { x: { type: transform, with: { value: "{{ item }}" } } } }
            """
        );

        var end = await Flow.RunAsync(
            "run",
            flow,
            "--json",
            "--input",
            $"[{string.Join(',', Enumerable.Range(0, 450))}]"
        );

        var ids = end.Json()
            .GetProperty("steps")
            .EnumerateArray()
            .Select(static step => step.GetProperty("id").GetString());
        Assert.Equal(["loop", .. Enumerable.Range(0, 450).Select(static index => $"loop[{index}]/x")], ids);
    }

    [Theory]
    [InlineData("run", "samples/diamond/flow.json", "--bogus")]
    [InlineData("run", "--bogus")]
    [InlineData("run", "nowhere.json")]
    [InlineData("run", "samples/diamond/flow.json", "--resume", "nobody")]
    [InlineData("run", "samples/diamond/flow.json", "--run-id", "../escape")]
    [InlineData("run", "samples/diamond/flow.json", "--input", "{")]
    [InlineData("validate")]
    [InlineData("frobnicate")]
    [InlineData("types", "nonsense")]
    public async Task Command_InvalidUse_ExitsTwo(params string[] arguments)
    {
        var end = await Flow.RunAsync(arguments);

        Assert.Equal((2, ""), (end.ExitCode, end.Output));
        Assert.NotEmpty(end.Error);
    }

    private static string OneStep(string step) => $$"""{ "id": "one", "steps": { "x": {{step}} } }""";
}
