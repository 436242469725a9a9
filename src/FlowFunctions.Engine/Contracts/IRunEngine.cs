using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Contracts;

/// <summary>Carries runs out durably.</summary>
public interface IRunEngine
{
    /// <summary>Starts a run. When the call returns, the start is durable. Starting an id again that exists changes nothing.</summary>
    /// <param name="plan">The plan to run.</param>
    /// <param name="start">What it starts from.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may have started.</param>
    ValueTask StartAsync(Plan plan, RunStart start, CancellationToken cancellationToken = default);

    /// <summary>Waits for a run's end. A run that the engine does not know (any more) gives null.</summary>
    ValueTask<RunResult?> WaitAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Sends a signal; kept if it comes early.</summary>
    /// <returns>Whether the run is open here.</returns>
    ValueTask<bool> SignalAsync(
        string runId,
        string name,
        Payload payload,
        CancellationToken cancellationToken = default
    );

    /// <summary>Pauses, resumes, cancels or terminates a run.</summary>
    /// <returns>Whether the run is open here.</returns>
    ValueTask<bool> ControlAsync(
        string runId,
        RunControl control,
        string? reason = null,
        CancellationToken cancellationToken = default
    );
}
