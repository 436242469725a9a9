using FlowFunctions.App.Flows;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Runs.Start;

/// <summary>Makes runs of what callers ask for.</summary>
internal sealed class RunPreparation(IFlowCatalog flows, RunStarter starter)
{
    /// <summary>Makes a run, which is not started yet.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="version">A version of it, or null for the published one.</param>
    /// <param name="input">The run's input, JSON in UTF-8; empty for an object without members.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">404: there is no such flow; 409: it is not published; 400: the input is no JSON or does not fit its schema.</exception>
    public async ValueTask<PreparedRun> PrepareAsync(
        string workspace,
        string flowId,
        int? version,
        byte[] input,
        CancellationToken cancellationToken
    )
    {
        var flow = await FindAsync(workspace, flowId, version, cancellationToken);
        return new PreparedRun(
            flow.Plan,
            starter.NewStart(workspace, flow.Plan, flow.Version, RunInputs.Read(flow, input))
        );
    }

    /// <summary>The flow to run.</summary>
    /// <exception cref="ProblemException">404: there is no such flow; 409: it is not published.</exception>
    public async ValueTask<RunnableFlow> FindAsync(
        string workspace,
        string flowId,
        int? version,
        CancellationToken cancellationToken
    ) =>
        await flows.FindAsync(workspace, flowId, version, cancellationToken)
        ?? throw new ProblemException(
            version is null && await flows.ExistsAsync(workspace, flowId, cancellationToken)
                ? NotPublished(flowId)
                : NotFound(flowId, version)
        );

    private static Problem NotPublished(string flowId) =>
        Problem.Conflict(
            "Flow.NotPublished",
            $"No version of the flow '{flowId}' is published. POST /api/flows/{flowId}/publish publishes one; ?version= starts one all the same."
        );

    private static Problem NotFound(string flowId, int? version) =>
        Problem.NotFound(
            "Flow.NotFound",
            version is null
                ? $"There is no flow '{flowId}'. GET /api/flows lists those there are."
                : $"There is no version {version} of a flow '{flowId}'. GET /api/flows/{flowId}/versions lists those there are."
        );
}
