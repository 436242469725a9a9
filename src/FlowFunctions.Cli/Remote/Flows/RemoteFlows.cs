using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>The flows of a server.</summary>
internal sealed class RemoteFlows(FlowServer server)
{
    private const string NotFound = "Flow.NotFound";
    private const int PageSize = 200;
    private const string CreateOnly = "*";

    /// <summary>The server's address, as state files keep it.</summary>
    public string Server => server.Place;

    /// <summary>Finds a flow with its newest document, or null.</summary>
    public async Task<RemoteFlow?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await server.SendAsync(ServerRequest.Get(PathOf(id)), cancellationToken);
            return RemoteFlow.Read(answer.Body, answer.ETag);
        }
        catch (ServerException refusal) when (refusal.Problem.Code == NotFound)
        {
            return null;
        }
    }

    /// <summary>The flows by id, without their documents; page by page.</summary>
    /// <param name="search">A part of an id or a name, or null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<JsonElement> ListAsync(string? search, CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            server,
            continuation =>
                ServerRequest.WithQuery(
                    ServerRequest.PathOf("flows"),
                    ("q", search),
                    ("limit", $"{PageSize}"),
                    ("continuation", continuation)
                ),
            cancellationToken
        );

    /// <summary>The files that a version has pinned: paths in the flow's folder and SHA-256 of their contents.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FilesAsync(
        string id,
        int version,
        CancellationToken cancellationToken
    )
    {
        var path = ServerRequest.PathOf("flows", id, "versions", version.ToString(CultureInfo.InvariantCulture));
        var files = (await server.SendAsync(ServerRequest.Get(path), cancellationToken)).Body.Member("files");
        return files.ValueKind == JsonValueKind.Object
            ? files
                .EnumerateObject()
                .ToDictionary(static file => file.Name, static file => file.Value.ToString(), StringComparer.Ordinal)
            : [];
    }

    /// <summary>A version with its files, as a zip.</summary>
    public Task<byte[]> ExportAsync(string id, int version, CancellationToken cancellationToken) =>
        server.DownloadAsync(
            ServerRequest.WithQuery(ServerRequest.PathOf("flows", id, "export"), ("version", $"{version}")),
            cancellationToken
        );

    /// <summary>Makes a version with the files as they are now, and publishes it.</summary>
    /// <param name="id">The flow.</param>
    /// <param name="version">The version whose document it gets; null for the newest.</param>
    /// <param name="message">What to say about it, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RemoteFlow> PublishAsync(
        string id,
        int? version,
        string? message,
        CancellationToken cancellationToken
    )
    {
        var request = new ServerRequest(HttpMethod.Post, ServerRequest.PathOf("flows", id, "publish"))
        {
            Body = PublishBody(version, message),
            // The second time there is nothing to change.
            IsRepeatable = true,
        };
        var answer = await server.SendAsync(request, cancellationToken);
        return RemoteFlow.Read(answer.Body, answer.ETag);
    }

    /// <summary>Lets the triggers of a flow start runs, or not.</summary>
    /// <param name="id">The flow.</param>
    /// <param name="isEnabled">Whether they do.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<JsonElement> EnableAsync(
        string id,
        bool isEnabled,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var path = ServerRequest.PathOf("flows", id, isEnabled ? "enable" : "disable");
        var request = ServerRequest.Post(path, reason is null ? null : ReasonJson.Write(reason)) with
        {
            IsRepeatable = true,
        };
        return (await server.SendAsync(request, cancellationToken)).Body;
    }

    private static byte[] PublishBody(int? version, string? message)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("files", "current");
            if (version is { } number)
            {
                json.WriteNumber("version", number);
            }

            json.WriteString("message", message);
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    /// <summary>Saves a flow.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="document">Its document.</param>
    /// <param name="replaced">The ETag of what it takes the place of, <c>*</c> for whatever is there, or null to create it.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RemoteFlow> SaveAsync(
        string id,
        JsonElement document,
        string? replaced,
        SaveOptions options,
        CancellationToken cancellationToken
    )
    {
        var path = ServerRequest.WithQuery(
            PathOf(id),
            ("message", options.Message),
            ("publish", options.Publish ? "true" : "false")
        );
        var request = new ServerRequest(HttpMethod.Put, path)
        {
            Body = Encoding.UTF8.GetBytes(DocumentJson.Write(document)),
            Headers = [replaced is null ? ("If-None-Match", CreateOnly) : ("If-Match", replaced)],
            IsRepeatable = true,
        };
        var answer = await server.SendAsync(request, cancellationToken);
        return RemoteFlow.Read(answer.Body, answer.ETag);
    }

    private static string PathOf(string id) => ServerRequest.PathOf("flows", id);
}

/// <summary>How a flow is saved.</summary>
/// <param name="Message">What to say about it, or null.</param>
/// <param name="Publish">Whether runs start with it from now on.</param>
internal sealed record SaveOptions(string? Message, bool Publish);
