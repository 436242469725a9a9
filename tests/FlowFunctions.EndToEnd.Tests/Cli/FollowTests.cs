using FlowFunctions.EndToEnd.Tests.App;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.EndToEnd.Tests.Terminals;

namespace FlowFunctions.EndToEnd.Tests.Cli;

/// <summary><c>flow start --follow</c> against the app, both as processes.</summary>
public sealed class FollowTests
{
    private const int StillRunning = 7;

    [Fact]
    public async Task Follow_Interrupted_LeavesTheRunAlone()
    {
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder);
        using var follow = StartApproval(app);
        var runId = await WaitingRunAsync(follow);

        await follow.SignalAsync("INT");
        var end = await follow.EndAsync();

        Assert.Equal(StillRunning, end.ExitCode);
        Assert.EndsWith(
            $"The run goes on. 'flow show --follow {runId}' shows it again.\n",
            end.Error,
            StringComparison.Ordinal
        );
        Assert.Equal("Running", (await app.GetAsync($"/api/runs/{runId}")).Text("status"));
    }

    [Fact]
    public async Task Follow_AppKilledAndStartedAgain_GoesOnToTheEnd()
    {
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder);
        using var follow = StartApproval(app);
        var runId = await WaitingRunAsync(follow);

        await app.SignalAsync("KILL");
        await follow.WaitForLineAsync("was lost; trying again");
        using var again = await AppRun.ListenAsync(folder, new AppStart { Url = app.Address });
        var signal = await Flow.RunAsync(
            "signal",
            runId,
            "decision",
            "--payload",
            """{"approved": true}""",
            "--server",
            again.Address
        );
        var end = await follow.EndAsync();

        Assert.Equal((0, ""), (signal.ExitCode, signal.Error));
        Assert.Equal((0, "\"Bought: Tea\"\n"), (end.ExitCode, end.Output));
    }

    [Fact]
    public async Task Follow_OnATerminal_DrawsTheTree()
    {
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder);
        using var terminal = TerminalRun.Start(
            $$"""start diamond --input '{"n": 3}' --follow --server {{app.Address}}"""
        );

        Assert.Equal(0, await terminal.EndAsync());

        var screen = terminal.Draw();
        Assert.StartsWith("diamond v1  Succeeded", screen.Lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["├ ✓ A  Succeeded", "├ ✓ B  Succeeded", "├ ✓ C  Succeeded", "└ ✓ D  Succeeded"],
            screen.Lines.Skip(1).Take(4).Select(static line => line[..16])
        );
        Assert.True(screen.Saw("\e[?25h"));
    }

    private static ProgramRun StartApproval(AppRun app) =>
        Flow.Start("start", "approval", "--input", """{"what": "Tea"}""", "--follow", "--server", app.Address);

    /// <summary>The id of the run that is followed, once it waits.</summary>
    private static async Task<string> WaitingRunAsync(ProgramRun follow) =>
        (await follow.WaitForLineAsync("flow signal ")).Trim().Split(' ')[2];
}
