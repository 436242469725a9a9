namespace FlowFunctions.Engine.Embedded;

/// <summary>
/// Is told by the watchdog what may need a person. Calls come from the engine's loops: an implementation must be quick and must not
/// throw.
/// </summary>
public interface IEngineObserver
{
    /// <summary>A step has been executing for longer than <see cref="EmbeddedEngineOptions.StuckAfter"/>; told once an execution.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">The step's path.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="elapsed">For how long.</param>
    void ExecutionIsSlow(string runId, string path, int attempt, TimeSpan elapsed);

    /// <summary>A run goes on, but nothing is under way that could take it further: a defect of the engine; told once a run.</summary>
    /// <param name="runId">The run.</param>
    void RunIsStalled(string runId);
}
