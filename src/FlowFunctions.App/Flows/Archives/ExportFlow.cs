using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlowFunctions.App.Flows.Catalog;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Flows.Archives;

/// <summary><c>GET /api/flows/{id}/export</c>: a version with the flow's files as a zip: those that it has pinned, or all as they are now.</summary>
internal sealed class ExportFlow(FlowReader reader, FlowFiles files, FlowCatalog catalog)
{
    // As a person writes it, so that git diffs it well.
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<IResult> HandleAsync(string flowId, HttpContext context, int? version)
    {
        var (workspace, cancellation) = (Workspace.Of(context), context.RequestAborted);
        var flow = await reader.GetAsync(workspace, flowId, cancellation);
        var found = version is { } number ? await reader.GetVersionAsync(flow, number, cancellation) : null;
        var document = await reader.GetDocumentAsync(flow, found, cancellation);
        var plan = found is null ? null : await catalog.FindPlanAsync(workspace, found.PlanHash, cancellation);
        var pinned = plan is { Files.IsEmpty: false } ? plan.Files : null;
        var listed = await files.ListAsync(workspace, flowId, pinned, cancellation);
        // Whole, since packing writes without waiting, which an answer on its way does not allow; at most 50 MB.
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, FlowArchive.FlowName, flow.UpdatedAt, Text(document));
            foreach (var (name, sha256) in listed)
            {
                if (await files.ReadAsync(workspace, sha256, cancellation) is { } content)
                {
                    Add(zip, FlowArchive.FilesFolder + name, flow.UpdatedAt, content);
                }
            }
        }

        return TypedResults.Bytes(buffer.ToArray(), "application/zip", $"{flowId}.zip");
    }

    private static void Add(ZipArchive zip, string name, DateTimeOffset at, byte[] content)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = at;
        using var stream = entry.Open();
        stream.Write(content);
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
