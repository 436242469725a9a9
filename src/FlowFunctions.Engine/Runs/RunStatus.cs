namespace FlowFunctions.Engine.Runs;

/// <summary>State of a run.</summary>
public enum RunStatus
{
    /// <summary>Accepted, waiting for admission.</summary>
    Queued,

    /// <summary>Going on.</summary>
    Running,

    /// <summary>Nothing new starts until it is resumed.</summary>
    Paused,

    /// <summary>Ended well.</summary>
    Succeeded,

    /// <summary>Ended by an unhandled step failure.</summary>
    Failed,

    /// <summary>Ended by a person, by a stop step or by its parent.</summary>
    Cancelled,

    /// <summary>Took longer than the flow's timeout.</summary>
    TimedOut,
}

/// <summary>Groups of states.</summary>
public static class RunStatusExtensions
{
    /// <summary>Whether the state is final.</summary>
    public static bool IsTerminal(this RunStatus status) => status >= RunStatus.Succeeded;
}
