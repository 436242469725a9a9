namespace FlowFunctions.Runners.Calls;

/// <summary>Why a call of a script failed.</summary>
public static class ScriptErrorCodes
{
    /// <summary>The handler threw an exception. Another attempt may help.</summary>
    public const string Exception = "Script.Exception";

    /// <summary>The script ended with an exit code other than 0. Another attempt may help.</summary>
    public const string ExitCode = "Script.ExitCode";

    /// <summary>The script cannot be read by its runtime.</summary>
    public const string Syntax = "Script.Syntax";

    /// <summary>The file is not in the script's folder.</summary>
    public const string FileMissing = "Script.FileMissing";

    /// <summary>The file has no handler (<c>main</c> in Python, a default export in Node.js).</summary>
    public const string HandlerMissing = "Script.HandlerMissing";

    /// <summary>The handler gave back something that is no JSON.</summary>
    public const string OutputInvalid = "Script.OutputInvalid";

    /// <summary>The output is larger than the limit.</summary>
    public const string OutputTooLarge = "Script.OutputTooLarge";

    /// <summary>It took longer than its limit, in time or in processor time.</summary>
    public const string Timeout = "Script.Timeout";

    /// <summary>It used more memory than its limit.</summary>
    public const string Memory = "Script.Memory";

    /// <summary>It was killed by a signal that neither the runner nor a limit sent. Another attempt may help.</summary>
    public const string Killed = "Script.Killed";

    /// <summary>Nobody wanted the answer any more.</summary>
    public const string Cancelled = "Script.Cancelled";

    /// <summary>The call itself cannot be carried out: a variable's name or a limit that is not allowed.</summary>
    public const string BadCall = "Script.BadCall";

    /// <summary>What the script depends on could not be installed; its log tells why. Another attempt may help.</summary>
    public const string Dependencies = "Script.Dependencies";

    /// <summary>There is no sandbox on this machine, and scripts without one are not allowed.</summary>
    public const string NoSandbox = "Runner.NoSandbox";

    /// <summary>The runtime is not installed on this machine, or too old.</summary>
    public const string NoRuntime = "Runner.NoRuntime";

    /// <summary>As many calls wait for a place as may. Another attempt helps later.</summary>
    public const string Busy = "Runner.Busy";

    /// <summary>The runner itself failed. Another attempt may help.</summary>
    public const string RunnerFailed = "Runner.Failed";
}
