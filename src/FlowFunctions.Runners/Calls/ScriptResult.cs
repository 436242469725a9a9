namespace FlowFunctions.Runners.Calls;

/// <summary>What came of a call.</summary>
public abstract record ScriptResult
{
    private ScriptResult() { }

    /// <summary>The script ended well.</summary>
    /// <param name="Output">What it gave back: JSON in UTF-8, valid and within the limit.</param>
    public sealed record Succeeded(ReadOnlyMemory<byte> Output) : ScriptResult;

    /// <summary>It did not.</summary>
    /// <param name="Code">One of <see cref="ScriptErrorCodes"/>.</param>
    /// <param name="Message">What happened and what to do, in plain words.</param>
    public sealed record Failed(string Code, string Message) : ScriptResult
    {
        /// <summary>The type of the exception as the runtime names it, for example <c>KeyError</c>; null without one.</summary>
        public string? Type { get; init; }

        /// <summary>The user's own lines of the stack, innermost last as the runtime gives them; empty without an exception.</summary>
        public IReadOnlyList<ScriptFrame> Stack { get; init; } = [];

        /// <summary>The exit code; null when the script was killed or never started.</summary>
        public int? ExitCode { get; init; }

        /// <summary>The limit that ended it; null when none did.</summary>
        public ScriptLimit? Limit { get; init; }

        /// <summary>Whether another attempt may help.</summary>
        public bool Retryable { get; init; }
    }
}

/// <summary>A limit that can end a script.</summary>
public enum ScriptLimit
{
    /// <summary><see cref="ScriptLimits.Timeout"/>.</summary>
    Timeout,

    /// <summary><see cref="ScriptLimits.CpuTime"/>.</summary>
    CpuTime,

    /// <summary><see cref="ScriptLimits.MemoryBytes"/>.</summary>
    Memory,
}

/// <summary>A line of the user's in a stack.</summary>
/// <param name="File">The file, relative to the script's folder.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Function">The function, or null at the top level.</param>
public sealed record ScriptFrame(string File, int Line, string? Function);
