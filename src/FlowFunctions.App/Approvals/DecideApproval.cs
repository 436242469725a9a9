using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Approvals;

/// <summary><c>POST /api/runs/{id}/approvals/{stepPath}</c>: decides with the rights of the API's caller.</summary>
internal sealed class DecideApproval(Decisions decisions)
{
    public async Task<IResult> HandleAsync(string runId, string stepPath, HttpContext context)
    {
        var decision = Decision.Read(await RequestBody.ReadJsonAsync(context.Request, Decision.MaxBytes));
        var question = await decisions.DecideAsync(
            Workspace.Of(context),
            runId,
            StepPaths.Of(stepPath),
            decision,
            static _ => true,
            context.RequestAborted
        );
        AuditNote.Of(context).Changed(before: null, decision.ToAudit());
        return new JsonResult<(ApprovalQuestion Question, Decision Decision)>(
            (question, decision),
            static (json, done, _) => ApprovalJson.Write(json, done.Question, done.Decision)
        );
    }
}
