using FlowFunctions.Cli.Run;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>How to send the signal that a run waits for.</summary>
internal static class SignalHint
{
    /// <summary>The command for the first step that waits for a signal, or null.</summary>
    public static string? For(RunView view) =>
        view.Steps.FirstOrDefault(static step => step.IsOpen && step.Wait?.Signal is not null) is { } step
            ? For(view.Run.Id, step)
            : null;

    /// <summary>The command for a step that waits for a signal.</summary>
    public static string For(string runId, RemoteStep step)
    {
        var payload = WaitText.Title(step.Wait) is null ? "" : """ --payload '{"approved": true}'""";
        return PlainText.Line($"flow signal {Invocation.Quote(runId)} {Invocation.Quote(step.Wait!.Signal!)}{payload}");
    }
}
