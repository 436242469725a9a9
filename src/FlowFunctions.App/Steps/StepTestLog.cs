using FlowFunctions.Engine.Contracts;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Steps.Logs;

namespace FlowFunctions.App.Steps;

/// <summary>Hands on what a step prints that is tried: its first lines, up to 4 million characters.</summary>
/// <param name="time">The clock.</param>
/// <param name="most">How many lines.</param>
/// <param name="take">Gets each line; never two at once.</param>
internal sealed class StepTestLog(TimeProvider time, int most, Action<StepTestLine> take) : IStepLogs, IStepLog
{
    private const int MaxCharacters = 4 * 1024 * 1024;
    private int _lines;
    private int _characters;
    private bool _isOver;

    public IStepLog Open(StepRequest request) => this;

    public void Write(ScriptLogLevel level, string text)
    {
        if (_isOver)
        {
            return;
        }

        if (_isOver = _lines == most || _characters > MaxCharacters - text.Length)
        {
            Take(
                "warning",
                $"The log ends here: a test shows {most} lines and {MaxCharacters} characters. Run the flow to see all."
            );
            return;
        }

        _lines++;
        _characters += text.Length;
        Take(LevelName(level), text);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Take(string level, string text) => take(new(time.GetUtcNow(), level, text));

    private static string LevelName(ScriptLogLevel level) =>
        level switch
        {
            ScriptLogLevel.Debug => "debug",
            ScriptLogLevel.Info => "info",
            ScriptLogLevel.Warning => "warning",
            _ => "error",
        };
}
