using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary><c>POST /api/triggers/{id}/test-url</c>: an address that keeps what is sent to it and starts nothing. The flow need not be published.</summary>
internal sealed class CreateTestUrl(CaptureTokens tokens)
{
    public async Task<IResult> HandleAsync(string id, HttpContext context)
    {
        var key = CaptureProblems.KeyOf(context, id);
        var (token, expiresAt) = await tokens.SignAsync(key, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return new JsonResult<(string Path, DateTimeOffset ExpiresAt)>(
            ($"/hooks/{key.Workspace}/{CaptureRoutes.Segment}/{token}", expiresAt),
            static (json, link, request) =>
            {
                json.WriteStartObject();
                json.WriteString("url", $"{request.Scheme}://{request.Host.Value}{link.Path}");
                RunJson.WriteTime(json, "expiresAt", link.ExpiresAt);
                json.WriteEndObject();
            },
            StatusCodes.Status201Created
        );
    }
}
