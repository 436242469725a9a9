using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Flows;

/// <summary><c>GET /api/flows/{id}</c>: a flow with its newest document.</summary>
internal sealed class GetFlow(FlowReader reader)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context)
    {
        var flow = await reader.GetAsync(Workspace.Of(context), flowId, context.RequestAborted);
        var etag = flow.ETag.ToString("H");
        context.Response.Headers.ETag = etag;
        if (context.Request.Headers.IfNoneMatch is [var known] && known == etag)
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var document = await reader.GetDocumentAsync(flow, null, context.RequestAborted);
        return FlowJson.Answer(FlowResource.Of(flow) with { Document = document });
    }
}
