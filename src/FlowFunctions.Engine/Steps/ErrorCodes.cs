namespace FlowFunctions.Engine.Steps;

/// <summary>Error codes that the machine itself knows; step types add their own under a prefix (<c>Http.</c>, <c>Script.</c>).</summary>
public static class ErrorCodes
{
    /// <summary>An attempt or a run took longer than its timeout.</summary>
    public const string Timeout = "Timeout";

    /// <summary>The run was cancelled.</summary>
    public const string Cancelled = "Cancelled";

    /// <summary>The run was ended at once, without clean-up steps.</summary>
    public const string Terminated = "Terminated";

    /// <summary>An expression could not be evaluated; never retried.</summary>
    public const string Expression = "Expression";

    /// <summary>The input of a step or run does not fit its schema; never retried.</summary>
    public const string InputInvalid = "Input.Invalid";

    /// <summary>A loop went past its number of iterations.</summary>
    public const string LoopMaxIterations = "Loop.MaxIterations";

    /// <summary>A called flow does not exist.</summary>
    public const string SubflowNotFound = "Subflow.NotFound";

    /// <summary>As many runs of the flow are open as it allows.</summary>
    public const string ConcurrencyLimit = "Run.ConcurrencyLimit";

    /// <summary>The key that runs of the flow are counted by cannot be evaluated.</summary>
    public const string ConcurrencyKey = "Run.ConcurrencyKey";

    /// <summary>A called flow exists but cannot be compiled or loaded.</summary>
    public const string SubflowInvalid = "Subflow.Invalid";

    /// <summary>Flows call flows too deeply; never retried.</summary>
    public const string SubflowTooDeep = "Subflow.TooDeep";

    /// <summary>A step answered with something that its type or the plan does not allow.</summary>
    public const string StepProtocol = "Step.Protocol";
}
