using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Triggers.Control;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Flows;

/// <summary><c>DELETE /api/flows/{id}</c>: deletes a flow that no open run belongs to. Its files and its ended runs stay.</summary>
internal sealed class DeleteFlow(FlowStore store, FlowChanges changes, TriggerRemoval triggers, IRunSource runs)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context)
    {
        var workspace = Workspace.Of(context);
        if (await CountOpenAsync(workspace, flowId, context.RequestAborted) is > 0 and var open)
        {
            return new ProblemResult(HasOpenRuns(flowId, open));
        }

        var edit = new FlowEdit { IfMatch = Preconditions.IfMatch(context.Request) };
        var write = await store.DeleteAsync(workspace, flowId, edit, context.RequestAborted);
        if (write.Outcome == WriteOutcome.Saved)
        {
            FlowAudit.NoteGone(context, write);
            await triggers.RemoveAsync(workspace, flowId);
        }

        await changes.TellAsync(workspace, flowId);
        return write.Outcome switch
        {
            WriteOutcome.Saved => TypedResults.NoContent(),
            WriteOutcome.Missing => new ProblemResult(FlowProblems.NotFound(flowId)),
            _ => new ProblemResult(Preconditions.Failed($"The flow '{flowId}'")),
        };
    }

    /// <summary>Those that this process carries out, called ones too, and those that another may.</summary>
    private ValueTask<int> CountOpenAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        runs.List(after: null)
            .Where(run => run.FlowId == flowId && run.Workspace == workspace && !run.Status.IsTerminal())
            .ToAsyncEnumerable()
            .Concat(runs.ListOpenAsync(new RunQuery(workspace) { FlowId = flowId }, cancellationToken))
            .DistinctBy(static run => run.RunId)
            .CountAsync(cancellationToken);

    private static Problem HasOpenRuns(string flowId, int open) =>
        Problem.Conflict(
            "Flow.HasOpenRuns",
            $"The flow '{flowId}' has {open} open runs. Cancel them or wait for their end, then delete it."
        );
}
