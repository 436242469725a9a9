using System.Text;
using Azure;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Flows.Drafts;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Text;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Versions;

/// <summary><c>POST /api/flows/{id}/publish</c>: runs start with a version from now on; without one, the draft becomes it. With
/// <c>"files": "current"</c> the newest version, or the one that is named, gets the files as they are now.</summary>
internal sealed class PublishFlow(
    FlowStore store,
    DraftStore drafts,
    FlowReader reader,
    FlowDocuments documents,
    FlowWriter writer
)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context)
    {
        var body = await VersionBodies.ReadAsync(context.Request);
        if (body.Files is not null)
        {
            return await PublishFilesAsync(flowId, context, body);
        }

        if (body.Version is not { } version)
        {
            return await PublishDraftAsync(flowId, context, body.Message);
        }

        await writer.CheckTriggersAsync(context, flowId, version);
        var edit = new FlowEdit { Message = body.Message, IfMatch = Preconditions.IfMatch(context.Request) };
        var write = await store.PublishAsync(Workspace.Of(context), flowId, version, edit, context.RequestAborted);
        return await writer.ChangedAsync(context, flowId, version, write);
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

        var write = await SaveAsync(context, flowId, draft.Document, message, ifMatch ?? flow?.ETag);
        if (write.Outcome is WriteOutcome.Created or WriteOutcome.Saved or WriteOutcome.Unchanged)
        {
            // What somebody has gone on with since stays.
            await drafts.DeleteAsync(workspace, flowId, draft.ETag, cancellation);
        }

        return await writer.AnswerAsync(context, flowId, 0, write);
    }

    /// <summary>A document that is there already, with the files as they are now.</summary>
    private async Task<IResult> PublishFilesAsync(string flowId, HttpContext context, VersionBody body)
    {
        var cancellation = context.RequestAborted;
        var flow = await reader.GetAsync(Workspace.Of(context), flowId, cancellation);
        var version = body.Version is { } number ? await reader.GetVersionAsync(flow, number, cancellation) : null;
        if (await store.GetDocumentAsync(flow, version, cancellation) is not { } document)
        {
            return new ProblemResult(FlowProblems.NotFound(flowId));
        }

        var ifMatch = Preconditions.IfMatch(context.Request) ?? flow.ETag;
        var write = await SaveAsync(context, flowId, document, body.Message, ifMatch);
        return await writer.AnswerAsync(context, flowId, 0, write);
    }

    private async Task<FlowWrite> SaveAsync(
        HttpContext context,
        string flowId,
        byte[] document,
        string? message,
        ETag? ifMatch
    )
    {
        var text = new FlowText(Encoding.UTF8.GetString(document), TextFormat.Json);
        var content = await documents.ContentAsync(Workspace.Of(context), text, flowId, context.RequestAborted);
        return await writer.SaveAsync(context, content, new FlowOptions { Message = message, Publish = true }, ifMatch);
    }
}
