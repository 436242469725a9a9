using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Terminals;

public sealed class LiveTreeTests
{
    private const string LoopFlow = """
        id: loops
        steps:
          loop:
            type: foreach
            with: { items: "{{ input }}", concurrency: 3 }
            body: { steps: { nap: { type: delay, with: { duration: "{{ index < 3 ? 100 : 800 }}ms" } } } }
          after: { type: transform, with: { value: "{{ steps.loop.output.length }}" } }
        edges: [{ from: loop, to: after }]
        """;

    [Fact]
    public async Task Tree_RunEnds_StandsOnceWithEveryStep()
    {
        using var run = TerminalRun.Start($"run {Flow.Sample("diamond")} --input {Flow.SampleInput("diamond")}");

        Assert.Equal(0, await run.EndAsync());

        var lines = run.Draw().Lines;
        Assert.Single(lines, static line => line.StartsWith("diamond  Succeeded", StringComparison.Ordinal));
        Assert.Single(lines, static line => line.StartsWith("├ ✓ A  Succeeded", StringComparison.Ordinal));
        Assert.Single(lines, static line => line.StartsWith("└ ✓ D  Succeeded", StringComparison.Ordinal));
        Assert.Contains("  \"square\": 9", lines);
    }

    [Fact]
    public async Task Tree_WhileRunning_ShowsWaitsAndLeavesTheCursorVisible()
    {
        using var run = TerminalRun.Start($"run {Flow.Sample("diamond")} --input '{{\"n\":10}}'");
        await run.WaitForAsync("… B");

        await run.EndAsync();

        Assert.True(run.Draw().Saw("\e[?25l"));
        Assert.True(
            run.Text.LastIndexOf("\e[?25h", StringComparison.Ordinal)
                > run.Text.LastIndexOf("\e[?25l", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Tree_Loop_IsSummarised()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write("flow.yaml", LoopFlow);
        using var run = TerminalRun.Start($"run {flow} --input [1,2,3,4,5,6,7]");

        await run.WaitForAsync("each 3/7");
        await run.WaitForAsync("[3] nap");
        await run.EndAsync();

        Assert.Contains(
            run.Draw().Lines,
            static line => line.Contains("loop   Succeeded  each 7/7", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Tree_LongerThanTheWindow_IsClippedWhileItRuns()
    {
        using var folder = new TemporaryFolder();
        var steps = string.Concat(
            Enumerable.Range(0, 40).Select(static n => $"  s{n:00}: {{ type: delay, with: {{ duration: 1s }} }}\n")
        );
        var flow = folder.Write("flow.yaml", $"id: wide\nsteps:\n{steps}output: done\n");
        using var run = TerminalRun.Start($"run {flow}", columns: 60, rows: 12);

        await run.WaitForAsync("more lines do not fit");
        await run.EndAsync();

        var screen = run.Draw();
        Assert.InRange(screen.MostLinesUp, 2, 11);
        Assert.Contains(screen.Lines, static line => line.Contains("s39", StringComparison.Ordinal));
        Assert.All(
            screen.Lines.Where(static line => line.Contains("Succeeded", StringComparison.Ordinal)),
            static line => Assert.True(line.Length < 60)
        );
    }

    [Fact]
    public async Task Colors_NoColorIsSet_AreLeftOut()
    {
        using var run = TerminalRun.Start(
            $"run {Flow.Sample("diamond")} --input {Flow.SampleInput("diamond")}",
            variables: "TERM=xterm NO_COLOR=1"
        );

        await run.EndAsync();

        Assert.Contains("✓ D", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[32m", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tree_DumbTerminal_GivesPlainLines()
    {
        using var run = TerminalRun.Start(
            $"run {Flow.Sample("diamond")} --input {Flow.SampleInput("diamond")}",
            variables: "TERM=dumb"
        );

        await run.EndAsync();

        Assert.Contains("D  Succeeded", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Text);
    }

    [Theory]
    [InlineData("y", "Bought: A new coffee machine")]
    [InlineData("n", "Refused by")]
    public async Task Approval_KeyPressed_IsTheDecision(string key, string output)
    {
        using var run = TerminalRun.Start($"run {Flow.Sample("approval")} --input {Flow.SampleInput("approval")}");
        await run.WaitForAsync("? A new coffee machine  (y approves, n rejects)");

        await run.PressAsync(key);

        Assert.Equal(0, await run.EndAsync());
        Assert.Contains(run.Draw().Lines, line => line.Contains(output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signal_NoKeyAnswersIt_IsShownWithHowToSendIt()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write("flow.yaml", "id: w\nsteps: { hold: { type: waitForSignal, with: { name: go } } }\n");
        using var run = TerminalRun.Start($"run {flow} --run-id r1", columns: 200);
        await run.WaitForAsync("hold waits for signal go");
        await run.WaitForAsync($"flow run {flow} --resume r1 --signal go=null");

        await run.PressAsync("\x1c");

        Assert.Equal(131, await run.EndAsync());
        Assert.Equal(0, (await Flow.RunAsync("run", flow, "--resume", "r1", "--signal", "go=null")).ExitCode);
    }

    [Fact]
    public async Task ControlC_OnTheTerminal_Cancels()
    {
        using var run = TerminalRun.Start($"run {Flow.Sample("approval")} --input {Flow.SampleInput("approval")}");
        await run.WaitForAsync("? A new coffee machine");

        await run.PressAsync("\x03");

        Assert.Equal(3, await run.EndAsync());
        Assert.Contains(
            run.Draw().Lines,
            static line => line.StartsWith("approval  Cancelled", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Validate_OnATerminal_ShowsTheLineWithACaret()
    {
        using var folder = new TemporaryFolder();
        var flow = folder.Write(
            "flow.json",
            """{ "id": "bad", "steps": { "x": { "type": "transfrom", "with": {} } } }"""
        );
        using var run = TerminalRun.Start($"validate {flow}");

        Assert.Equal(2, await run.EndAsync());

        var lines = run.Draw().Lines;
        Assert.Contains(
            lines,
            line =>
                line.StartsWith($"{flow}:1:", StringComparison.Ordinal)
                && line.Contains("error Flow.UnknownType", StringComparison.Ordinal)
        );
        Assert.Contains(lines, static line => line.Trim() == "^");
    }
}
