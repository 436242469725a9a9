using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Drafts;

/// <summary><c>PUT /api/flows/{id}/draft</c>: saves any object as the draft and says what is wrong with it.</summary>
internal sealed class PutDraft(FlowStore flows, DraftStore drafts, DraftAnswers answers)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context, int? baseVersion)
    {
        var document = FlowDocuments.Draft(await FlowText.ReadAsync(context.Request));
        if (!FlowStore.IsFlowId(flowId))
        {
            return new ProblemResult(DraftProblems.BadId(flowId));
        }

        var createOnly = Preconditions.IsCreateOnly(context.Request);
        var edit = new FlowEdit { IfMatch = createOnly ? null : Preconditions.IfMatch(context.Request) };
        var save = new DraftSave(flowId, document, edit)
        {
            BaseVersion = baseVersion ?? await BaseVersionAsync(flowId, context),
        };
        var write = await drafts.SaveAsync(Workspace.Of(context), save, context.RequestAborted);
        if (write.Draft is { } draft)
        {
            var status = write.Outcome == WriteOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            return await answers.AnswerAsync(context, draft, withDocument: false, status);
        }

        if (write.Outcome == WriteOutcome.Exists && !createOnly)
        {
            Preconditions.RequireIfMatch(context.Request);
        }

        return new ProblemResult(FlowProblems.Refused(write.Outcome, $"The draft of the flow '{flowId}'"));
    }

    /// <summary>Work goes on from where it started; new work starts from the newest version.</summary>
    private async Task<int?> BaseVersionAsync(string flowId, HttpContext context)
    {
        var (workspace, cancellation) = (Workspace.Of(context), context.RequestAborted);
        return await drafts.GetAsync(workspace, flowId, cancellation) is { } draft
            ? draft.BaseVersion
            : (await flows.GetAsync(workspace, flowId, cancellation))?.Version;
    }
}
