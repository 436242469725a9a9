using Azure;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Files;
using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Files;

/// <summary><c>GET /api/files</c>: files by path, page by page.</summary>
internal sealed class ListFiles(FileStore files)
{
    public async Task<IResult> HandleAsync(HttpContext context, string? prefix, int? limit, string? continuation)
    {
        var (workspace, start) = (Workspace.Of(context), PrefixOf(prefix));
        var list = $"{workspace}/{start}";
        var query = new FileQuery(workspace)
        {
            Prefix = start,
            Continuation = FileContinuation.Read(list, continuation),
            Limit = PageSize.Of(limit),
        };
        try
        {
            var page = await files.ListAsync(query, context.RequestAborted);
            var next = FileContinuation.Write(list, page.Continuation);
            return FileJson.Answer(new FileListResource([.. page.Items.Select(FileResource.Of)], next));
        }
        catch (RequestFailedException exception)
            when (exception.Status == StatusCodes.Status400BadRequest && query.Continuation is not null)
        {
            return new ProblemResult(
                Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
            );
        }
    }

    /// <summary>What no path begins with would give an empty list, or none; better to say so.</summary>
    private static string PrefixOf(string? prefix) =>
        string.IsNullOrEmpty(prefix) ? ""
        : FlowFilePath.Problem(prefix.TrimEnd('/').TrimEnd('.') + "x") is { } problem
            ? throw new ProblemException(Problem.BadRequest($"'prefix' is what no path begins with. {problem}"))
        : prefix;
}
