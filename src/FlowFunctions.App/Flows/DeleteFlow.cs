using FlowFunctions.App.Flows.Catalog;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows;

/// <summary><c>DELETE /api/flows/{id}</c>: deletes a flow that no open run belongs to. Its files and its ended runs stay.</summary>
internal sealed class DeleteFlow(FlowStore store, FlowCatalog catalog, LiveRuns runs)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context)
    {
        var workspace = Workspace.Of(context);
        if (CountOpen(workspace, flowId) is > 0 and var open)
        {
            return new ProblemResult(HasOpenRuns(flowId, open));
        }

        var edit = new FlowEdit { IfMatch = Preconditions.IfMatch(context.Request) };
        var write = await store.DeleteAsync(workspace, flowId, edit, context.RequestAborted);
        catalog.Forget(workspace, flowId);
        return write.Outcome switch
        {
            WriteOutcome.Saved => TypedResults.NoContent(),
            WriteOutcome.Missing => new ProblemResult(FlowProblems.NotFound(flowId)),
            _ => new ProblemResult(Preconditions.Failed($"The flow '{flowId}'")),
        };
    }

    private int CountOpen(string workspace, string flowId) =>
        runs.List(after: null)
            .Count(run => run.FlowId == flowId && run.Workspace == workspace && !run.Status.IsTerminal());

    private static Problem HasOpenRuns(string flowId, int open) =>
        Problem.Conflict(
            "Flow.HasOpenRuns",
            $"The flow '{flowId}' has {open} open runs. Cancel them or wait for their end, then delete it."
        );
}
