using System.Security.Cryptography;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Limits.Space;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Files;

/// <summary><c>PUT /api/files/{path}</c>: writes a file, or goes back to an old version of it.</summary>
internal sealed class PutFile(FileStore files, FileReader reader, FileFlows flows, StorageUse space)
{
    public async Task<IResult> HandleAsync(string? path, HttpContext context, FileOptions options)
    {
        var (workspace, request) = (Workspace.Of(context), context.Request);
        var file = FileReader.PathOf(path);
        CheckMediaType(request);
        var edit = new FileEdit
        {
            Message = ChangeMessage.Of(options.Message),
            IfMatch = Preconditions.IfMatch(request),
            // Without a condition nothing is overwritten.
            MustBeNew = Preconditions.IfMatch(request) is null,
        };
        var content = await ContentAsync(workspace, file, request, options.Restore);
        await space.CheckFileAsync(workspace, content.Length);
        var write = await files.PutAsync(workspace, file, content, edit, context.RequestAborted);
        if (write.Outcome == WriteOutcome.Exists && !Preconditions.IsCreateOnly(request))
        {
            return write.File?.Sha256 == Convert.ToHexStringLower(SHA256.HashData(content))
                ? await AnswerAsync(context, write.File, WriteOutcome.Unchanged)
                : throw Preconditions.IfMatchMissing();
        }

        return write is { IsDone: true, File: { } written }
            ? await AnswerAsync(context, written, write.Outcome)
            : new ProblemResult(FileProblems.Refused(write.Outcome, file));
    }

    private async Task<byte[]> ContentAsync(string workspace, FilePath path, HttpRequest request, int? restore)
    {
        var body = await RequestBody.ReadAsync(request, FileStore.MaxBytes);
        return restore is not { } version ? body
            : body.Length > 0
                ? throw new ProblemException(
                    Problem.BadRequest("'restore' takes the content of an old version. Send no body with it.")
                )
            : (await reader.ReadAsync(workspace, path, version, request.HttpContext.RequestAborted)).Content;
    }

    private async Task<IResult> AnswerAsync(HttpContext context, StoredFile file, WriteOutcome outcome)
    {
        AuditNote
            .Of(context)
            .Changed(
                outcome == WriteOutcome.Saved ? new() { ["version"] = file.Version - 1 } : null,
                new() { ["version"] = file.Version, ["sha256"] = file.Sha256 }
            );
        context.Response.Headers.ETag = file.ETag.ToString("H");
        var resource = FileResource.Of(file) with
        {
            Flow = await flows.FindAsync(Workspace.Of(context), file, context.RequestAborted),
        };
        return FileJson.Answer(
            resource,
            outcome == WriteOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK
        );
    }

    /// <summary>What would be stored with an envelope around it is a mistake.</summary>
    private static void CheckMediaType(HttpRequest request)
    {
        if (
            request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true
            || request.Headers.ContentEncoding.Count > 0
        )
        {
            throw new ProblemException(
                new Problem(
                    StatusCodes.Status415UnsupportedMediaType,
                    "Request.MediaType",
                    "Send the file's bytes as the body, neither as a form nor compressed: application/octet-stream fits every file."
                )
            );
        }
    }
}

/// <summary>How a file is written, as a request says.</summary>
internal sealed record FileOptions
{
    /// <summary>What to say about the change, at most 1,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>The version whose content it gets again, instead of a body.</summary>
    public int? Restore { get; init; }
}
