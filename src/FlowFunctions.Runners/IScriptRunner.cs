using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners;

/// <summary>Runs scripts, each call in a process of its own behind a sandbox. It knows nothing of flows. Thread-safe.</summary>
public interface IScriptRunner : IAsyncDisposable
{
    /// <summary>Why no script can run here, with how to mend it; null when scripts can run.</summary>
    string? Outage { get; }

    /// <summary>
    /// Runs a script once. Everything that goes wrong is a <see cref="ScriptResult.Failed"/>; when this returns, no process of the call
    /// is left, unless the call shares a warm one (<see cref="ScriptCall.ReuseKey"/>).
    /// </summary>
    /// <param name="call">What to run.</param>
    /// <param name="cancellationToken">Kills the script with everything that it has started; the result is then a failure with
    /// <see cref="ScriptErrorCodes.Cancelled"/>.</param>
    Task<ScriptResult> RunAsync(ScriptCall call, CancellationToken cancellationToken = default);
}
