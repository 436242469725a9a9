using System.Globalization;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Files;

/// <summary><c>GET /api/file-versions/{path}</c>: the versions of a file, newest first, also of one that was deleted.</summary>
internal sealed class ListFileVersions(FileStore files)
{
    public async Task<IResult> HandleAsync(string? path, HttpContext context, int? limit, string? continuation)
    {
        var file = FileReader.PathOf(path);
        var size = PageSize.Of(limit);
        var below = BelowOf(continuation);
        var versions = await files.ListVersionsAsync(Workspace.Of(context), file, below, size, context.RequestAborted);
        if (versions.Count == 0 && below is null)
        {
            return new ProblemResult(FileProblems.NotFound(file));
        }

        var next =
            versions.Count == size && versions[^1].Version > 1
                ? versions[^1].Version.ToString(CultureInfo.InvariantCulture)
                : null;
        return FileJson.Answer(new FileListResource([.. versions.Select(FileResource.Of)], next));
    }

    private static int? BelowOf(string? continuation) =>
        string.IsNullOrEmpty(continuation) ? null
        : int.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out var below) ? below
        : throw new ProblemException(
            Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
        );
}
