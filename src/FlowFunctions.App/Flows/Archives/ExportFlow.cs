using System.IO.Compression;
using System.Text.Json;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Archives;

/// <summary><c>GET /api/flows/{id}/export</c>: a version with the flow's files as a zip.</summary>
internal sealed class ExportFlow(FlowReader reader, FlowFiles files)
{
    // As a person writes it, so that git diffs it well.
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<IResult> HandleAsync(string flowId, HttpContext context, int? version)
    {
        var (workspace, cancellation) = (Workspace.Of(context), context.RequestAborted);
        var flow = await reader.GetAsync(workspace, flowId, cancellation);
        var found = version is { } number ? await reader.GetVersionAsync(flow, number, cancellation) : null;
        var document = await reader.GetDocumentAsync(flow, found, cancellation);
        var listed = await files.ListAsync(workspace, flowId, cancellation);
        return TypedResults.Stream(
            stream => WriteAsync(stream, flow, document, listed, cancellation),
            "application/zip",
            $"{flowId}.zip"
        );
    }

    private async Task WriteAsync(
        Stream stream,
        FlowRecord flow,
        JsonElement document,
        IReadOnlyList<(string Name, FilePath Path)> listed,
        CancellationToken cancellationToken
    )
    {
        await using var zip = await ZipArchive.CreateAsync(
            stream,
            ZipArchiveMode.Create,
            leaveOpen: true,
            entryNameEncoding: null,
            cancellationToken
        );
        await AddAsync(zip, FlowArchive.FlowName, flow.UpdatedAt, Text(document), cancellationToken);
        foreach (var (name, path) in listed)
        {
            var content = await files.ReadAsync(flow.Workspace, path, cancellationToken);
            await AddAsync(zip, FlowArchive.FilesFolder + name, flow.UpdatedAt, content, cancellationToken);
        }
    }

    private static async Task AddAsync(
        ZipArchive zip,
        string name,
        DateTimeOffset at,
        byte[] content,
        CancellationToken cancellationToken
    )
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = at;
        await using var stream = await entry.OpenAsync(cancellationToken);
        await stream.WriteAsync(content, cancellationToken);
    }

    private static byte[] Text(JsonElement document)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            document.WriteTo(json);
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
