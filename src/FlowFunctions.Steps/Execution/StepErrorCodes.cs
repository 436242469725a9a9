namespace FlowFunctions.Steps.Execution;

/// <summary>Error codes that the step executor and the flow-control types add to those of the machine.</summary>
public static class StepErrorCodes
{
    /// <summary>A secret that the step refers to does not exist here; never retried.</summary>
    public const string SecretMissing = "Secret.Missing";

    /// <summary>A secret exists perhaps, but the vault refuses or does not answer.</summary>
    public const string SecretUnavailable = "Secret.Unavailable";

    /// <summary>The step's type is not installed here; never retried.</summary>
    public const string TypeUnknown = "Step.TypeUnknown";

    /// <summary>
    /// A step type met something it did not expect. Another attempt may help, except for a pure type, which would only do the
    /// same again.
    /// </summary>
    public const string Unexpected = "Step.Unexpected";

    /// <summary>The code of a <c>fail</c> step that names none.</summary>
    public const string FlowFailed = "Flow.Failed";
}
