using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Files;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.App.Files;

/// <summary>
/// <c>GET /api/files/{path}</c>: the bytes of a file. Whatever somebody has stored, a browser saves it and never runs it in the app's origin.
/// </summary>
internal sealed class GetFile(FileReader reader)
{
    public async Task<IResult> HandleAsync(string? path, HttpContext context, int? version, bool? meta)
    {
        var (workspace, file) = (Workspace.Of(context), FileReader.PathOf(path));
        var isKnown = false;
        if (meta == true || HttpMethods.IsHead(context.Request.Method) || context.Request.Headers.IfNoneMatch.Count > 0)
        {
            var found = await reader.FindAsync(workspace, file, version, context.RequestAborted);
            isKnown = context.Request.Headers.IfNoneMatch.Contains(found.ETag.ToString("H"));
            if (meta == true || isKnown || HttpMethods.IsHead(context.Request.Method))
            {
                return Short(context.Response, found, isKnown, meta == true);
            }
        }

        var content = await reader.ReadAsync(workspace, file, version, context.RequestAborted);
        Describe(context.Response, content.File);
        return TypedResults.Bytes(content.Content, FileMediaType.Of(content.File));
    }

    private static IResult Short(HttpResponse response, StoredFile file, bool isKnown, bool meta)
    {
        if (meta && !isKnown)
        {
            response.Headers.ETag = file.ETag.ToString("H");
            return FileJson.Answer(FileResource.Of(file));
        }

        Describe(response, file);
        if (isKnown)
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        response.ContentType = FileMediaType.Of(file);
        response.ContentLength = file.Length;
        return TypedResults.Empty;
    }

    private static void Describe(HttpResponse response, StoredFile file)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Path.Value[(file.Path.Value.LastIndexOf('/') + 1)..]);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ETag = file.ETag.ToString("H");
        response.Headers.LastModified = file.UpdatedAt.ToString("R");
    }
}
