using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>How the state of a run is shown.</summary>
internal static class StatusText
{
    public static string Color(RunStatus status) =>
        status switch
        {
            RunStatus.Succeeded => Ansi.Green,
            RunStatus.Failed or RunStatus.TimedOut => Ansi.Red,
            RunStatus.Cancelled => Ansi.Yellow,
            _ => Ansi.Bold,
        };

    /// <summary>The exit code of a command that ends with a run in this state.</summary>
    public static int ExitCode(RunStatus status) =>
        status switch
        {
            RunStatus.Succeeded => Cli.ExitCode.Succeeded,
            RunStatus.Cancelled => Cli.ExitCode.Cancelled,
            RunStatus.Failed or RunStatus.TimedOut => Cli.ExitCode.Failed,
            _ => Cli.ExitCode.StillRunning,
        };
}
