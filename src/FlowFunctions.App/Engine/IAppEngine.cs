using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.App.Engine;

/// <summary>The engine that carries out this app's runs, whichever it is: what the app asks of it.</summary>
internal interface IAppEngine : IRunEngine
{
    /// <summary>Why it cannot carry out runs now, in plain words and with what to do; null when it can.</summary>
    string? Outage { get; }

    /// <summary>Why records of ended runs keep it from starting others, in plain words; null when they do not.</summary>
    string? Backlog => null;

    /// <summary>Reads the state of an open run. Large values in it are references.</summary>
    /// <param name="workspace">The tenant; a run of another one is not there.</param>
    /// <param name="runId">The run.</param>
    /// <param name="read">Takes what is wanted, quickly. The state must not be kept.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was read, or the default for a run that is not open.</returns>
    ValueTask<T?> QueryAsync<T>(
        string workspace,
        string runId,
        Func<RunState, T> read,
        CancellationToken cancellationToken = default
    );

    /// <summary>Says in plain words what an open run of a workspace waits for; null for a run that is not open.</summary>
    ValueTask<RunExplanation?> ExplainAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken = default
    );

    /// <summary>Ended runs are deleted: what it keeps of them goes, so that their records are never written again.</summary>
    ValueTask ForgetAsync(IReadOnlySet<string> runIds, CancellationToken cancellationToken = default);
}
