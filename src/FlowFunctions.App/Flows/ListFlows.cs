using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows;

/// <summary><c>GET /api/flows</c>: flows by id, page by page.</summary>
internal sealed class ListFlows(FlowStore store)
{
    public async Task<IResult> HandleAsync(HttpContext context, string? q, int? limit, string? continuation)
    {
        var query = new FlowQuery(Workspace.Of(context))
        {
            Search = string.IsNullOrEmpty(q) ? null : q,
            After = AfterOf(continuation),
            Limit = PageSize.Of(limit),
        };
        var page = await store.ListAsync(query, context.RequestAborted);
        var (caller, workspace) = CallerContext.Of(context);
        var seen = page.Items.Where(flow => caller.May(Permission.ReadFlows, workspace, flow.Id));
        return FlowJson.Answer(new FlowListResource([.. seen.Select(FlowResource.Of)], page.Continuation));
    }

    private static string? AfterOf(string? continuation) =>
        string.IsNullOrEmpty(continuation) ? null
        : FlowStore.IsFlowId(continuation) ? continuation
        : throw new ProblemException(
            Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
        );
}
