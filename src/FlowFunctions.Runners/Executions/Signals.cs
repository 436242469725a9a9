namespace FlowFunctions.Runners.Executions;

/// <summary>The names of signals; signal(7).</summary>
internal static class Signals
{
    /// <summary>The name of one that ends a process, with what it usually means.</summary>
    /// <param name="signal">Its number.</param>
    public static string Name(int signal) =>
        signal switch
        {
            4 => "SIGILL, an invalid instruction",
            6 => "SIGABRT, it gave up",
            7 => "SIGBUS, a bad address",
            8 => "SIGFPE, bad arithmetic",
            9 => "SIGKILL",
            11 => "SIGSEGV, a bad address: often too deep a recursion",
            13 => "SIGPIPE",
            15 => "SIGTERM",
            31 => "SIGSYS, a forbidden system call",
            _ => "see `kill -l`",
        };
}
