using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.Members;

/// <summary><c>DELETE /api/members/{id}</c>: takes somebody's role in the workspace away.</summary>
internal sealed class DeleteMember(MemberStore store, MemberBook book)
{
    public async Task<IResult> HandleAsync(string id, HttpContext context)
    {
        var workspace = Workspace.Of(context);
        var before = await store.GetAsync(workspace, id, context.RequestAborted);
        var isGone = await store.DeleteAsync(workspace, id, context.RequestAborted);
        AuditNote.Of(context).Changed(before?.Grant.ToAudit(before.Name), after: null);
        book.Forget();
        return isGone
            ? TypedResults.NoContent()
            : new ProblemResult(
                Problem.NotFound("Member.NotFound", $"'{id}' has no role here. GET /api/members lists who has one.")
            );
    }
}
