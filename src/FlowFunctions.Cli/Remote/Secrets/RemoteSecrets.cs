using System.Text.Json;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Remote.Secrets;

/// <summary>The secrets of a server.</summary>
/// <param name="server">The server.</param>
/// <param name="environment">The environment, or null for the server's own.</param>
internal sealed class RemoteSecrets(FlowServer server, string? environment)
{
    private const int PageSize = 200;

    /// <summary>What is known of secrets, by name; page by page.</summary>
    /// <param name="deleted">Those that can be recovered, in place of those that are there.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<JsonElement> ListAsync(bool deleted, CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            server,
            continuation =>
                ServerRequest.WithQuery(
                    ServerRequest.PathOf("secrets"),
                    ("environment", environment),
                    ("deleted", deleted ? "true" : null),
                    ("limit", $"{PageSize}"),
                    ("continuation", continuation)
                ),
            cancellationToken
        );

    /// <summary>Writes a secret's next version.</summary>
    public async Task<JsonElement> SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        var request = new ServerRequest(HttpMethod.Put, PathOf(name)) { Body = BodyOf(value), IsRepeatable = true };
        return (await server.SendAsync(request, cancellationToken)).Body;
    }

    /// <summary>Deletes a secret.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        await server.SendAsync(new ServerRequest(HttpMethod.Delete, PathOf(name)), cancellationToken);

    /// <summary>Brings a deleted secret back.</summary>
    public async Task RecoverAsync(string name, CancellationToken cancellationToken) =>
        await server.SendAsync(ServerRequest.Post(PathOf(name, "recover")), cancellationToken);

    private string PathOf(string name, params IEnumerable<string> rest) =>
        ServerRequest.WithQuery(ServerRequest.PathOf(["secrets", name, .. rest]), ("environment", environment));

    private static byte[] BodyOf(string value)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
