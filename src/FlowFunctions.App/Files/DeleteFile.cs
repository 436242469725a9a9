using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Files;

/// <summary><c>DELETE /api/files/{path}</c>: deletes a file. Its versions stay, and so does what flows have pinned.</summary>
internal sealed class DeleteFile(FileStore files)
{
    public async Task<IResult> HandleAsync(string? path, HttpContext context, string? message)
    {
        var file = FileReader.PathOf(path);
        var edit = new FileEdit
        {
            Message = ChangeMessage.Of(message),
            IfMatch = Preconditions.IfMatch(context.Request),
        };
        var write = await files.DeleteAsync(Workspace.Of(context), file, edit, context.RequestAborted);
        return write.Outcome switch
        {
            WriteOutcome.Saved => TypedResults.NoContent(),
            WriteOutcome.Missing => new ProblemResult(FileProblems.NotFound(file)),
            _ => new ProblemResult(FileProblems.Refused(write.Outcome, file)),
        };
    }
}
