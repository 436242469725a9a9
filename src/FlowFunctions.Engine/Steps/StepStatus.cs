namespace FlowFunctions.Engine.Steps;

/// <summary>State of a step of a run.</summary>
public enum StepStatus
{
    /// <summary>Its join rule is not decided yet.</summary>
    Pending,

    /// <summary>It may start, but the run is paused.</summary>
    Ready,

    /// <summary>An attempt is being executed, or a loop's body is.</summary>
    Running,

    /// <summary>It waits for a time, a signal or a child run.</summary>
    Waiting,

    /// <summary>It waits between two attempts.</summary>
    Retrying,

    /// <summary>It ended well.</summary>
    Succeeded,

    /// <summary>Its last attempt failed.</summary>
    Failed,

    /// <summary>Its last attempt took longer than its timeout.</summary>
    TimedOut,

    /// <summary>It never ran and never will.</summary>
    Skipped,

    /// <summary>It was ended before its end.</summary>
    Cancelled,
}

/// <summary>Groups of states.</summary>
public static class StepStatusExtensions
{
    /// <summary>Whether the state is final.</summary>
    public static bool IsTerminal(this StepStatus status) => status >= StepStatus.Succeeded;

    /// <summary>Whether the step failed or timed out: what an <c>on: failure</c> edge asks for.</summary>
    public static bool IsFailure(this StepStatus status) => status is StepStatus.Failed or StepStatus.TimedOut;
}
