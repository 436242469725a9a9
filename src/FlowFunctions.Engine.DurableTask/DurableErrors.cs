namespace FlowFunctions.Engine.DurableTask;

/// <summary>Error codes of runs and steps that only this engine gives.</summary>
public static class DurableErrors
{
    /// <summary>The history of a run does not fit what its flow asks for.</summary>
    public const string NonDeterministic = "Engine.NonDeterministic";

    /// <summary>The run was started with a version of the flow language that this app does not know.</summary>
    public const string UnknownLanguage = "Engine.UnknownLanguage";

    /// <summary>The plan that the run was started with is not there any more.</summary>
    public const string PlanMissing = "Engine.PlanMissing";

    /// <summary>What executed a step attempt broke each time.</summary>
    public const string BrokenCall = "Engine.BrokenCall";

    /// <summary>A child run was ended by the backend, not by its flow.</summary>
    public const string ChildBroken = "Engine.ChildBroken";

    /// <summary>The host failed the run again and again.</summary>
    public const string HostFailed = "Engine.HostFailed";

    /// <summary>The run was accepted, but the backend never got it.</summary>
    public const string NeverStarted = "Engine.NeverStarted";

    /// <summary>A defect of the engine: a turn could not be carried out.</summary>
    public const string TurnFailed = "Engine.TurnFailed";

    /// <summary>The step takes longer than the host lets a call take.</summary>
    public const string CallTooLong = "Engine.CallTooLong";
}
