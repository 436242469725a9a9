using System.Text;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Flows.Drafts;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Text;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Versions;

/// <summary><c>POST /api/flows/{id}/publish</c>: runs start with a version from now on; without one, the draft becomes it.</summary>
internal sealed class PublishFlow(FlowStore store, DraftStore drafts, FlowDocuments documents, FlowWriter writer)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context)
    {
        var body = await VersionBodies.ReadAsync(context.Request);
        if (body.Version is not { } version)
        {
            return await PublishDraftAsync(flowId, context, body.Message);
        }

        var edit = new FlowEdit { Message = body.Message, IfMatch = Preconditions.IfMatch(context.Request) };
        var write = await store.PublishAsync(Workspace.Of(context), flowId, version, edit, context.RequestAborted);
        return await writer.AnswerAsync(context, flowId, version, write);
    }

    private async Task<IResult> PublishDraftAsync(string flowId, HttpContext context, string? message)
    {
        var (workspace, cancellation) = (Workspace.Of(context), context.RequestAborted);
        if (await drafts.GetAsync(workspace, flowId, cancellation) is not { } draft)
        {
            return new ProblemResult(DraftProblems.NotFound(flowId));
        }

        var flow = await store.GetAsync(workspace, flowId, cancellation);
        var ifMatch = Preconditions.IfMatch(context.Request);
        if (ifMatch is null && draft.BaseVersion is { } started && started != flow?.Version)
        {
            return new ProblemResult(DraftProblems.Outdated(flowId, started, flow?.Version));
        }

        var text = new FlowText(Encoding.UTF8.GetString(draft.Document), TextFormat.Json);
        var write = await writer.SaveAsync(
            context,
            documents.Content(text, flowId),
            new FlowOptions { Message = message, Publish = true },
            ifMatch ?? flow?.ETag
        );
        if (write.Outcome is WriteOutcome.Created or WriteOutcome.Saved or WriteOutcome.Unchanged)
        {
            // What somebody has gone on with since stays.
            await drafts.DeleteAsync(workspace, flowId, draft.ETag, cancellation);
        }

        return await writer.AnswerAsync(context, flowId, 0, write);
    }
}
