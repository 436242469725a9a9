using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.ApiKeys;

/// <summary><c>DELETE /api/api-keys/{id}</c>: revokes a key, here at once and at other instances within a quarter of a minute.</summary>
internal sealed class DeleteApiKey(ApiKeyStore store, ApiKeyCallers callers)
{
    public async Task<IResult> HandleAsync(string id, HttpContext context)
    {
        var found = ApiKey.IsId(id) ? await store.FindAsync(id, context.RequestAborted) : null;
        if (found?.Grant.Workspace != Workspace.Of(context))
        {
            return new ProblemResult(
                Problem.NotFound("ApiKey.NotFound", $"There is no key '{id}'. GET /api/api-keys lists those there are.")
            );
        }

        await store.DeleteAsync(id, context.RequestAborted);
        AuditNote.Of(context).Changed(found.Grant.ToAudit(found.Name, found.ExpiresAt), after: null);
        callers.Forget();
        return TypedResults.NoContent();
    }
}
