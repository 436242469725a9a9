using FlowFunctions.Engine.Contracts;

namespace FlowFunctions.Engine.Embedded;

/// <summary>What an engine works with.</summary>
/// <param name="Executor">Executes steps.</param>
/// <param name="Plans">Finds and keeps plans.</param>
/// <param name="Recorder">Is told what happens, once it is durable. Large values in what it sees are references.</param>
/// <param name="Payloads">Holds large values; by default files below the journal's directory. Only this engine may delete in it.</param>
public sealed record EngineParts(
    IStepExecutor Executor,
    IPlanSource Plans,
    IRunRecorder Recorder,
    IPayloadStore? Payloads = null
)
{
    /// <summary>Is told by the watchdog what may need a person, or null.</summary>
    public IEngineObserver? Observer { get; init; }
}
