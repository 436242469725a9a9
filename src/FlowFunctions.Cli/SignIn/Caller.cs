using System.Text.Json;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.SignIn;

/// <summary>Who calls, as the server sees it.</summary>
/// <param name="Answer">What the server says.</param>
internal sealed record Caller(JsonElement Answer)
{
    public string Id => Answer.Text("id") ?? "";

    public string Name => Answer.Text("name") ?? Id;

    /// <summary>The workspace that requests work in.</summary>
    public string Workspace => Answer.Text("workspace") ?? "";

    /// <exception cref="ServerException">The server does not know them.</exception>
    public static async Task<Caller> ReadAsync(FlowServer server, CancellationToken cancellationToken) =>
        new((await server.SendAsync(ServerRequest.Get(ServerRequest.PathOf("me")), cancellationToken)).Body);

    /// <summary>In a few words.</summary>
    public string Describe() => $"{Name} ({Id}), workspace {Workspace}";
}
