namespace FlowFunctions.Cli;

/// <summary>Exit codes of <c>flow</c>.</summary>
internal static class ExitCode
{
    /// <summary>Done; of a run: it succeeded.</summary>
    public const int Succeeded = 0;

    /// <summary>The run failed or timed out, or the expression could not be evaluated.</summary>
    public const int Failed = 1;

    /// <summary>
    /// The command line, the flow, its input or the run's journal is not valid, or what was named does not exist; nothing was run.
    /// </summary>
    public const int Invalid = 2;

    /// <summary>The run was cancelled, or the command was before there was a run.</summary>
    public const int Cancelled = 3;

    /// <summary>The command did its work, but its output could not be written; a run's is printed again by <c>--resume</c>.</summary>
    public const int OutputLost = 4;

    /// <summary>The server cannot be reached, or is not able to answer now.</summary>
    public const int Unavailable = 5;

    /// <summary>Something else is there by now: a newer version, local changes, a run that has ended. Nothing was overwritten.</summary>
    public const int Conflict = 6;

    /// <summary>The run had not ended within the time that was given; it goes on.</summary>
    public const int StillRunning = 7;

    /// <summary>Ended at once by a second Ctrl+C: 128 and the number of SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended at once by a second SIGTERM.</summary>
    public const int Terminated = 143;
}
