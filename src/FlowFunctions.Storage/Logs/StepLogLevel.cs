namespace FlowFunctions.Storage.Logs;

/// <summary>How much a line of a log matters.</summary>
public enum StepLogLevel
{
    /// <summary>For whoever looks for a fault.</summary>
    Debug,

    /// <summary>What happens.</summary>
    Info,

    /// <summary>Something is not as it should be.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
