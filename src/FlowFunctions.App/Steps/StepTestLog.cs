using FlowFunctions.Engine.Contracts;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Steps.Logs;

namespace FlowFunctions.App.Steps;

/// <summary>Keeps what a step prints that is tried: its first 1,000 lines.</summary>
internal sealed class StepTestLog(TimeProvider time) : IStepLogs, IStepLog
{
    private const int MaxLines = 1_000;
    private readonly List<StepTestLine> _lines = [];

    /// <summary>The lines, in order.</summary>
    public IReadOnlyList<StepTestLine> Lines => _lines;

    public IStepLog Open(StepRequest request) => this;

    public void Write(ScriptLogLevel level, string text)
    {
        if (_lines.Count == MaxLines)
        {
            _lines.Add(
                new(
                    time.GetUtcNow(),
                    "warning",
                    $"The log ends here: a test shows {MaxLines} lines. Run the flow to see all."
                )
            );
        }
        else if (_lines.Count < MaxLines)
        {
            _lines.Add(new(time.GetUtcNow(), LevelName(level), text));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string LevelName(ScriptLogLevel level) =>
        level switch
        {
            ScriptLogLevel.Debug => "debug",
            ScriptLogLevel.Info => "info",
            ScriptLogLevel.Warning => "warning",
            _ => "error",
        };
}
