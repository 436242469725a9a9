using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.ApiKeys;

/// <summary><c>GET /api/api-keys</c>: the keys of the workspace, without what they are.</summary>
internal sealed class ListApiKeys(ApiKeyStore store)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var keys = store.ListAsync(Workspace.Of(context), context.RequestAborted);
        return AccessJson.Answer(
            new ApiKeyListResource([.. (await keys.ToListAsync(context.RequestAborted)).Select(ApiKeyResource.Of)])
        );
    }
}
