using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Logs;

/// <summary>Where the lines of a process go: to the log of its call, one at a time. Thread-safe.</summary>
internal sealed class LogTap : IScriptLog
{
    private readonly Lock _lock = new();
    private IScriptLog? _log;

    /// <summary>Whether something was printed while there was no call.</summary>
    public bool IsSpilt { get; private set; }

    /// <summary>Whether the runtime has said that it ends for want of memory.</summary>
    public bool IsOutOfMemory { get; private set; }

    /// <summary>Changes the log.</summary>
    /// <param name="log">Of the call that begins, or null at the end of one.</param>
    public void Turn(IScriptLog? log)
    {
        lock (_lock)
        {
            _log = log;
        }
    }

    /// <summary>Takes a line.</summary>
    /// <param name="line">The line.</param>
    public void Write(ScriptLine line)
    {
        lock (_lock)
        {
            IsOutOfMemory |= SaysOutOfMemory(line.Text);
            IsSpilt |= _log is null;
            _log?.Write(line);
        }
    }

    void IScriptLog.Write(in ScriptLine line) => Write(line);

    // V8 says so on stderr and aborts, Bash says so and ends with exit code 2.
    private static bool SaysOutOfMemory(string text) =>
        text.StartsWith("FATAL ERROR: ", StringComparison.Ordinal)
            ? text.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            : text.Contains("alloc: cannot allocate ", StringComparison.Ordinal);
}
