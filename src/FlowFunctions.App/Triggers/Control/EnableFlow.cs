using FlowFunctions.App.Flows;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Control;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Triggers.Control;

/// <summary><c>POST /api/flows/{id}/enable</c> and <c>/disable</c>: whether any trigger of a flow starts runs. Others can start it either way.</summary>
internal sealed class EnableFlow(FlowStore store, FlowWriter writer)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context, bool enabled)
    {
        var reason = await ReasonBody.ReadAsync(context.Request);
        var edit = new FlowEdit
        {
            Message = reason ?? (enabled ? "Enabled." : "Disabled."),
            IfMatch = Preconditions.IfMatch(context.Request),
        };
        var workspace = Workspace.Of(context);
        var write = await store.SetEnabledAsync(workspace, flowId, enabled, edit, context.RequestAborted);
        return await writer.ChangedAsync(context, flowId, 0, write);
    }
}
