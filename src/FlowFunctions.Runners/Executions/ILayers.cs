using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Sandboxes;

namespace FlowFunctions.Runners.Executions;

/// <summary>Gives calls the packages that their scripts depend on. Thread-safe.</summary>
internal interface ILayers
{
    /// <summary>Finds the layer of a call, and installs it first when it is not there.</summary>
    /// <param name="call">The call; the layer's log goes to its log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The layer's folder to be put at <see cref="Runtimes.RuntimePlaces.Layer"/>, nothing, or why it is not there.</returns>
    ValueTask<LayerAnswer> FindAsync(ScriptCall call, CancellationToken cancellationToken);
}

/// <summary>What came of looking for a layer.</summary>
/// <param name="Mount">The layer, or null when the script depends on nothing.</param>
/// <param name="Failure">Why it could not be installed; null when it could.</param>
/// <param name="Lease">Is disposed when the call has ended; the layer is not removed before.</param>
internal readonly record struct LayerAnswer(
    SandboxMount? Mount,
    ScriptResult.Failed? Failure = null,
    IDisposable? Lease = null
);
