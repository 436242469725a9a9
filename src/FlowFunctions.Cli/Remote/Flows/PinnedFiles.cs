using System.IO.Compression;
using FlowFunctions.Cli.Remote.Files;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Flows.Files;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>The files that a version of a flow has pinned, beside those that its folder has here.</summary>
internal sealed class PinnedFiles
{
    private const string ArchiveFolder = "files/";
    private readonly RemoteFlows _flows;
    private readonly RemoteFlow _flow;
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string> _pinned;
    private readonly IReadOnlyDictionary<string, string> _known;
    private readonly List<string> _changed = [];

    private PinnedFiles(RemoteFlows flows, RemoteFlow flow, string folder, IReadOnlyDictionary<string, string> pinned)
    {
        (_flows, _flow, _folder, _pinned) = (flows, flow, folder, pinned);
        _known = SyncBases.Find(folder, flows.Server, Prefix);
    }

    /// <summary>The files that have changed here since they were synced or pulled.</summary>
    public List<string> Conflicts { get; } = [];

    private string Prefix => $"{_flow.Id}/";

    /// <summary>Compares a flow's newest version with the folder of its document.</summary>
    /// <exception cref="InvalidUseException">The server names a path that no file can have, or a file cannot be read.</exception>
    public static async Task<PinnedFiles> ReadAsync(
        RemoteFlows flows,
        RemoteFlow flow,
        string document,
        CancellationToken cancellationToken
    )
    {
        var pinned = await flows.FilesAsync(flow.Id, flow.Version, cancellationToken);
        var files = new PinnedFiles(flows, flow, FlowFolderFiles.FolderOf(document), pinned);
        foreach (var (name, hash) in pinned.OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            files.Compare(name, hash);
        }

        return files;
    }

    /// <summary>Writes those that differ, all or, where a content is missing, none.</summary>
    /// <returns>The paths that were written.</returns>
    /// <exception cref="InvalidUseException">The server lacks a content, or a file cannot be written.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(CancellationToken cancellationToken)
    {
        if (_pinned.Count == 0)
        {
            return [];
        }

        if (_changed.Count > 0)
        {
            var zip = await _flows.ExportAsync(_flow.Id, _flow.Version, cancellationToken);
            foreach (var (name, content) in Unpack(zip))
            {
                WholeFile.Write(PathOf(name), content);
            }
        }

        var seen = new SortedDictionary<string, string>(_known.ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, hash) in _pinned)
        {
            seen[name] = hash;
        }

        SyncBases.Keep(_folder, new SyncBase(_flows.Server, Prefix, seen));
        return [.. _changed.Select(PathOf)];
    }

    private void Compare(string name, string hash)
    {
        // It becomes a file's name, and comes from the server.
        if (FlowFilePath.Problem(name) is { } problem || !FlowFilePath.IsPinned(name))
        {
            throw new InvalidUseException($"The server names a file '{name}' of flow '{_flow.Id}', which no flow has.");
        }

        if (Here(PathOf(name)) is var here && here == hash)
        {
            return;
        }

        _changed.Add(name);
        if (here is not null && here != _known.GetValueOrDefault(name))
        {
            Conflicts.Add(PathOf(name));
        }
    }

    private static string? Here(string path)
    {
        try
        {
            return File.Exists(path) ? FlowFolderFiles.HashOf(File.ReadAllBytes(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException($"{path} cannot be read: {exception.Message}");
        }
    }

    private List<(string Name, byte[] Content)> Unpack(byte[] zip)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
            return [.. _changed.Select(name => (name, ContentOf(archive, name)))];
        }
        catch (InvalidDataException)
        {
            throw new InvalidUseException($"What the server exports of flow '{_flow.Id}' is no zip archive.");
        }
    }

    private byte[] ContentOf(ZipArchive archive, string name)
    {
        if (archive.GetEntry(ArchiveFolder + name) is { Length: <= FileLimits.FileBytes } entry)
        {
            var content = new byte[entry.Length];
            using var stream = entry.Open();
            stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            if (FlowFolderFiles.HashOf(content) == _pinned[name])
            {
                return content;
            }
        }

        throw new InvalidUseException(
            $"The server lacks the content of '{name}' that version {_flow.Version} of flow '{_flow.Id}' has. Nothing of it was pulled."
        );
    }

    private string PathOf(string name) => Path.Combine([_folder, .. name.Split('/')]);
}
