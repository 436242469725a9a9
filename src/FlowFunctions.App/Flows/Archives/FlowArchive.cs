using System.IO.Compression;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Flows.Text;
using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Flows.Archives;

/// <summary>A flow with its files, out of a zip: <c>flow.json</c> (or <c>flow.yaml</c>) and what lies below <c>files/</c>.</summary>
/// <param name="Flow">The document.</param>
/// <param name="Files">The files, by their paths below <c>files/</c>.</param>
internal sealed record FlowArchive(FlowText Flow, IReadOnlyList<ArchivedFile> Files)
{
    /// <summary>How many entries an archive has at most, the flow itself included.</summary>
    public const int MaxEntries = 200;

    /// <summary>How many bytes it holds at most, unpacked: 50 MB.</summary>
    public const int MaxBytes = 50 * 1024 * 1024;

    /// <summary>The document's name.</summary>
    public const string FlowName = "flow.json";

    /// <summary>What files lie below.</summary>
    public const string FilesFolder = "files/";

    /// <summary>Unpacks an archive. What an entry says of its size is not believed; it is counted.</summary>
    /// <exception cref="ProblemException">400: it is none, or none of a flow; 413: it is too large unpacked.</exception>
    public static FlowArchive Read(byte[] zip)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
            return Read(archive);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException)
        {
            throw Invalid("The body is no zip archive that can be read. Make a new one and send it again.");
        }
    }

    private static FlowArchive Read(ZipArchive archive)
    {
        var entries = archive.Entries.Where(static entry => !entry.FullName.EndsWith('/')).ToList();
        if (archive.Entries.Count > MaxEntries)
        {
            throw Invalid($"The archive has {archive.Entries.Count} entries; {MaxEntries} fit. Split the files up.");
        }

        var unpacking = new Unpacking(MaxBytes);
        FlowText? flow = null;
        var files = new Dictionary<string, ArchivedFile>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (FormatOf(entry.FullName) is { } format)
            {
                flow = flow is null
                    ? FlowText.Decode(unpacking.Read(entry, RequestLimits.MaxDocumentBytes), format)
                    : throw Invalid("The archive holds two flows. Leave one of flow.json and flow.yaml out.");
            }
            else if (!files.TryAdd(entry.FullName, File(entry, unpacking)))
            {
                throw Invalid($"The archive holds '{entry.FullName}' twice.");
            }
        }

        return new FlowArchive(flow ?? throw Invalid("The archive holds no flow.json at its top."), [.. files.Values]);
    }

    private static TextFormat? FormatOf(string name) =>
        name switch
        {
            FlowName => TextFormat.Json,
            "flow.yaml" or "flow.yml" => TextFormat.Yaml,
            _ => null,
        };

    private static ArchivedFile File(ZipArchiveEntry entry, Unpacking unpacking)
    {
        if (!entry.FullName.StartsWith(FilesFolder, StringComparison.Ordinal))
        {
            throw Invalid(
                $"The archive holds '{entry.FullName}', which is neither flow.json nor below files/. Remove or move it."
            );
        }

        return FilePath.TryParse(entry.FullName[FilesFolder.Length..], out var path, out var problem)
            ? new ArchivedFile(path, unpacking.Read(entry, FileStore.MaxBytes))
            : throw Invalid($"The archive holds '{entry.FullName}', which no file can be called. {problem}");
    }

    private static ProblemException Invalid(string detail) => new(Problem.BadRequest(detail, "Archive.Invalid"));
}

/// <summary>A file out of an archive.</summary>
/// <param name="Path">Its path below <c>files/</c>.</param>
/// <param name="Content">Its content.</param>
internal sealed record ArchivedFile(FilePath Path, byte[] Content);
