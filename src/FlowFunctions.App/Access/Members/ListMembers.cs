using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.Members;

/// <summary><c>GET /api/members</c>: who has a role in the workspace.</summary>
internal sealed class ListMembers(MemberStore store)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var members = await store
            .ListAsync(Workspace.Of(context), context.RequestAborted)
            .ToListAsync(context.RequestAborted);
        return AccessJson.Answer(
            new MemberListResource([
                .. members.OrderBy(static member => member.Id, StringComparer.Ordinal).Select(MemberResource.Of),
            ])
        );
    }
}
