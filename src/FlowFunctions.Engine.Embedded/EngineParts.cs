using FlowFunctions.Engine.Contracts;

namespace FlowFunctions.Engine.Embedded;

/// <summary>What an engine works with.</summary>
/// <param name="Executor">Executes steps.</param>
/// <param name="Plans">Finds and keeps plans.</param>
/// <param name="Recorder">Is told what happens, once it is durable.</param>
public sealed record EngineParts(IStepExecutor Executor, IPlanSource Plans, IRunRecorder Recorder)
{
    /// <summary>Is told by the watchdog what may need a person, or null.</summary>
    public IEngineObserver? Observer { get; init; }
}
