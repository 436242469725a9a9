using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Flows;

/// <summary><c>POST /api/flows</c>: saves a flow that must be new.</summary>
internal sealed class CreateFlow(FlowDocuments documents, FlowWriter writer)
{
    public async Task<IResult> HandleAsync(HttpContext context, FlowOptions options) =>
        await writer.CreateAsync(
            context,
            await documents.ContentAsync(
                Workspace.Of(context),
                await FlowText.ReadAsync(context.Request),
                flowId: null,
                context.RequestAborted
            ),
            options
        );
}
