using System.Globalization;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Steps.Logs;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Shows what steps print while a run goes on.</summary>
/// <param name="display">Where.</param>
internal sealed class ShownLogs(IRunDisplay display) : IStepLogs
{
    public IStepLog Open(StepRequest request) =>
        new ShownLog(
            display,
            request.Attempt == 1
                ? request.Path
                : string.Create(CultureInfo.InvariantCulture, $"{request.Path}#{request.Attempt}")
        );

    private sealed class ShownLog(IRunDisplay display, string place) : IStepLog
    {
        public void Write(ScriptLogLevel level, string text) => display.Print(place, level, text);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
