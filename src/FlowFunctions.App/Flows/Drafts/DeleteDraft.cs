using Azure;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Drafts;

/// <summary><c>DELETE /api/flows/{id}/draft</c>: drops what somebody was working on.</summary>
internal sealed class DeleteDraft(DraftStore drafts)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context)
    {
        var ifMatch = Preconditions.IfMatch(context.Request) ?? ETag.All;
        return await drafts.DeleteAsync(Workspace.Of(context), flowId, ifMatch, context.RequestAborted) switch
        {
            WriteOutcome.Saved => TypedResults.NoContent(),
            WriteOutcome.Missing => new ProblemResult(DraftProblems.NotFound(flowId)),
            _ => new ProblemResult(Preconditions.Failed($"The draft of the flow '{flowId}'")),
        };
    }
}
