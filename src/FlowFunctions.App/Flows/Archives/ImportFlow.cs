using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Archives;

/// <summary>
/// <c>POST /api/flows/import</c> and <c>POST /api/flows/{id}/import</c>: saves a flow and its files out of a zip. Files come first, so a
/// version that is seen has them; files that the archive lacks stay.
/// </summary>
internal sealed class ImportFlow(FlowStore store, FlowDocuments documents, FlowFiles files, FlowWriter writer)
{
    private static readonly string[] MediaTypes =
    [
        "application/zip",
        "application/x-zip-compressed",
        "application/octet-stream",
    ];

    /// <summary>A flow that must be new.</summary>
    public async Task<IResult> CreateAsync(HttpContext context, FlowOptions options)
    {
        var (archive, content) = await ReadAsync(context, flowId: null, options);
        var workspace = Workspace.Of(context);
        if (await store.GetAsync(workspace, content.FlowId, context.RequestAborted) is not null)
        {
            return new ProblemResult(FlowProblems.Exists(content.FlowId));
        }

        await files.PutAsync(workspace, content.FlowId, archive.Files, context.RequestAborted);
        return await writer.CreateAsync(context, content, options);
    }

    /// <summary>The next version of a flow, or a new flow.</summary>
    public async Task<IResult> PutAsync(string flowId, HttpContext context, FlowOptions options)
    {
        var (archive, content) = await ReadAsync(context, flowId, options);
        await writer.CheckAsync(context, flowId);
        await files.PutAsync(Workspace.Of(context), flowId, archive.Files, context.RequestAborted);
        return await writer.PutAsync(context, content, options);
    }

    private async Task<(FlowArchive Archive, FlowContent Content)> ReadAsync(
        HttpContext context,
        string? flowId,
        FlowOptions options
    )
    {
        var request = context.Request;
        ChangeMessage.Of(options.Message);
        if (!MediaTypes.Contains(request.ContentType, StringComparer.OrdinalIgnoreCase))
        {
            throw new ProblemException(
                new Problem(
                    StatusCodes.Status415UnsupportedMediaType,
                    "Request.MediaType",
                    "The body's Content-Type is not one that this route takes. Send application/zip."
                )
            );
        }

        var archive = FlowArchive.Read(await RequestBody.ReadAsync(request, RequestLimits.MaxInputBytes));
        var content = await documents.ContentAsync(
            Workspace.Of(context),
            archive.Flow,
            flowId,
            context.RequestAborted,
            archive.Files
        );
        return (archive, content);
    }
}
