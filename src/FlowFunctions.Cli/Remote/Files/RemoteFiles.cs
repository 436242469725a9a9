using System.Text.Json;
using FlowFunctions.Cli.Server;
using FlowFunctions.Flows.Files;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary>The files of a server.</summary>
internal sealed class RemoteFiles(FlowServer server)
{
    private const string NotFound = "File.NotFound";
    private const int PageSize = 200;
    private const int ConditionNeeded = 428;

    /// <summary>The server's address, as state files keep it.</summary>
    public string Server => server.Place;

    /// <summary>Files by path, as the server describes them.</summary>
    /// <param name="prefix">What the paths begin with; empty for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<JsonElement> ListAsync(string prefix, CancellationToken cancellationToken) =>
        PagesOf("api/files", cancellationToken, ("prefix", prefix.Length == 0 ? null : prefix));

    /// <summary>The versions of a file, newest first.</summary>
    public IAsyncEnumerable<JsonElement> VersionsAsync(string path, CancellationToken cancellationToken) =>
        PagesOf(PathOf("file-versions", path), cancellationToken);

    /// <summary>What is known about a file, or null.</summary>
    public async Task<RemoteFile?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var request = ServerRequest.Get(ServerRequest.WithQuery(PathOf("files", path), ("meta", "true")));
            return RemoteFile.Read((await server.SendAsync(request, cancellationToken)).Body);
        }
        catch (ServerException refusal) when (refusal.Problem.Code == NotFound)
        {
            return null;
        }
    }

    /// <summary>The content of a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="version">An old version, or null for the newest.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<byte[]> GetAsync(string path, int? version, CancellationToken cancellationToken) =>
        server.DownloadAsync(
            ServerRequest.WithQuery(PathOf("files", path), ("version", version is { } number ? $"{number}" : null)),
            cancellationToken
        );

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="content">Its content.</param>
    /// <param name="condition">What must be there, for the header of the condition.</param>
    /// <param name="message">What to say about it, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RemoteFile> PutAsync(
        string path,
        byte[] content,
        (string Name, string Value)? condition,
        string? message,
        CancellationToken cancellationToken
    )
    {
        var request = new ServerRequest(
            HttpMethod.Put,
            ServerRequest.WithQuery(PathOf("files", path), ("message", message))
        )
        {
            Body = content,
            MediaType = "application/octet-stream",
            Headers = condition is { } header ? [header] : [],
            IsRepeatable = true,
        };
        return RemoteFile.Read((await server.SendAsync(request, cancellationToken)).Body);
    }

    /// <summary>Writes a file over whatever is there.</summary>
    public async Task<RemoteFile> OverwriteAsync(
        string path,
        byte[] content,
        string? message,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await PutAsync(path, content, null, message, cancellationToken);
        }
        catch (ServerException refusal) when (refusal.Problem.Status == ConditionNeeded)
        {
            return await PutAsync(path, content, FileConditions.MustBe("*"), message, cancellationToken);
        }
    }

    /// <summary>Deletes a file.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(string path, string? ifMatch, CancellationToken cancellationToken)
    {
        var request = new ServerRequest(HttpMethod.Delete, PathOf("files", path))
        {
            Headers = ifMatch is null ? [] : [("If-Match", ifMatch)],
            IsRepeatable = true,
        };
        try
        {
            await server.SendAsync(request, cancellationToken);
            return true;
        }
        catch (ServerException refusal) when (refusal.Problem.Code == NotFound)
        {
            return false;
        }
    }

    private IAsyncEnumerable<JsonElement> PagesOf(
        string path,
        CancellationToken cancellationToken,
        params (string, string?)[] query
    ) =>
        Pages.ReadAsync(
            server,
            continuation =>
                ServerRequest.WithQuery(path, [.. query, ("limit", $"{PageSize}"), ("continuation", continuation)]),
            cancellationToken
        );

    /// <exception cref="InvalidUseException">It is no path of a file.</exception>
    private static string PathOf(string area, string path) =>
        FlowFilePath.Problem(path) is { } problem
            ? throw new InvalidUseException($"'{path}' is no path of a file. {problem}")
            : ServerRequest.PathOf(path.Split('/').Prepend(area));
}
