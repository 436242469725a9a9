using FlowFunctions.App.Flows.Documents;

namespace FlowFunctions.App.Flows;

/// <summary><c>POST /api/flows</c>: saves a flow that must be new.</summary>
internal sealed class CreateFlow(FlowDocuments documents, FlowWriter writer)
{
    public async Task<IResult> HandleAsync(HttpContext context, FlowOptions options) =>
        await writer.CreateAsync(
            context,
            documents.Content(await FlowText.ReadAsync(context.Request), flowId: null),
            options
        );
}
