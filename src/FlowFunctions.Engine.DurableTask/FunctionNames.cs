namespace FlowFunctions.Engine.DurableTask;

/// <summary>Names of the functions that the backend calls; each has a folder with its <c>function.json</c> in the app.</summary>
public static class FunctionNames
{
    /// <summary>The orchestrator: carries out a run, whose id is the instance's id.</summary>
    public const string RunFlow = "RunFlow";

    /// <summary>The activity that executes one step attempt.</summary>
    public const string RunStep = "RunStep";

    /// <summary>The activity that stores the record of a run that has ended.</summary>
    public const string RecordRun = "RecordRun";
}
