using FlowFunctions.Cli.Run;

namespace FlowFunctions.Cli.Tests.Run;

public sealed class StopSignalsTests
{
    private readonly List<string> _did = [];

    [Fact]
    public void Request_BeforeTheRun_EndsTheCommandAsCancelled()
    {
        using var stop = new StopSignals(Exit);

        stop.Request(ExitCode.Interrupted);

        Assert.Equal(["exit 3"], _did);
    }

    [Fact]
    public void Request_WhileHeld_CancelsTheRunOnceThereIsOne()
    {
        using var stop = new StopSignals(Exit);
        stop.Hold();
        stop.Request(ExitCode.Interrupted);
        Assert.True(stop.IsRequested);
        Assert.Empty(_did);

        stop.CancelBy(() => _did.Add("cancel"));

        Assert.Equal(["cancel"], _did);
    }

    [Fact]
    public void Request_Twice_CancelsAndThenExits()
    {
        using var stop = new StopSignals(Exit);
        stop.Hold();
        stop.CancelBy(() => _did.Add("cancel"));

        stop.Request(ExitCode.Interrupted);
        stop.Request(ExitCode.Terminated);

        Assert.Equal(["cancel", "exit 143"], _did);
    }

    private void Exit(int exitCode) => _did.Add($"exit {exitCode}");
}
