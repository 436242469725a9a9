using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Flows;

/// <summary><c>PUT /api/flows/{id}</c>: saves the next version of a flow, or a new flow.</summary>
internal sealed class PutFlow(FlowDocuments documents, FlowWriter writer)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context, FlowOptions options) =>
        await writer.PutAsync(
            context,
            await documents.ContentAsync(
                Workspace.Of(context),
                await FlowText.ReadAsync(context.Request),
                flowId,
                context.RequestAborted
            ),
            options
        );
}
