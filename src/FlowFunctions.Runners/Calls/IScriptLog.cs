namespace FlowFunctions.Runners.Calls;

/// <summary>Takes what a script prints.</summary>
public interface IScriptLog
{
    /// <summary>Takes a line, or a part of a very long one. It must not block.</summary>
    /// <param name="line">The line.</param>
    void Write(in ScriptLine line);
}

/// <summary>A line of a script's log.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">The line without its end; bytes that are no UTF-8 are replaced by U+FFFD.</param>
/// <param name="IsContinued">Whether the line goes on in the next call: lines are cut after 16,000 characters.</param>
public readonly record struct ScriptLine(ScriptLogLevel Level, string Text, bool IsContinued = false);

/// <summary>How much a line matters.</summary>
public enum ScriptLogLevel
{
    /// <summary>For whoever looks for a fault: <c>console.debug</c>, <c>logging.debug</c>.</summary>
    Debug,

    /// <summary>What is printed to stdout, <c>console.log</c>, <c>logging.info</c>.</summary>
    Info,

    /// <summary>What is printed to stderr, <c>console.warn</c>, <c>logging.warning</c>.</summary>
    Warning,

    /// <summary><c>console.error</c>, <c>logging.error</c>.</summary>
    Error,
}
