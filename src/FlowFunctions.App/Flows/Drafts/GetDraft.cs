using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Drafts;

/// <summary><c>GET /api/flows/{id}/draft</c>: what somebody is working on; that nobody is, as with most flows, is an answer, too.</summary>
internal sealed class GetDraft(DraftStore drafts, DraftAnswers answers)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context) =>
        await drafts.GetAsync(Workspace.Of(context), flowId, context.RequestAborted) is { } draft
            ? await answers.AnswerAsync(context, draft, withDocument: true)
            : TypedResults.NoContent();
}
