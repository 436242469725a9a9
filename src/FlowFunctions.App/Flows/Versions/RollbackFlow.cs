using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Versions;

/// <summary><c>POST /api/flows/{id}/rollback</c>: an old version becomes a new one, which runs start with.</summary>
internal sealed class RollbackFlow(FlowStore store, FlowWriter writer)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context)
    {
        var body = await VersionBodies.ReadAsync(context.Request);
        if (body.Version is not { } version)
        {
            return new ProblemResult(Problem.BadRequest("Name the 'version' to go back to."));
        }

        await writer.CheckTriggersAsync(context, flowId, version);
        var edit = new FlowEdit
        {
            Message = body.Message ?? $"Rollback to version {version}.",
            IfMatch = Preconditions.IfMatch(context.Request),
        };
        var write = await store.RollbackAsync(Workspace.Of(context), flowId, version, edit, context.RequestAborted);
        return await writer.ChangedAsync(context, flowId, version, write);
    }
}
