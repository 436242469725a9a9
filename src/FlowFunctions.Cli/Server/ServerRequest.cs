using System.Text;

namespace FlowFunctions.Cli.Server;

/// <summary>A request to the HTTP API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path below the server's address with its query, escaped: <c>api/runs/x?limit=5</c>.</param>
internal sealed record ServerRequest(HttpMethod Method, string Path)
{
    /// <summary>What is sent, or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What <see cref="Body"/> is.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Headers besides those of the body.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Whether sending it twice does what sending it once does.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>How long the server may wait on purpose before it answers.</summary>
    public TimeSpan Wait { get; init; }

    public static ServerRequest Get(string path) => new(HttpMethod.Get, path) { IsRepeatable = true };

    public static ServerRequest Post(string path, string? json = null) =>
        new(HttpMethod.Post, path) { Body = json is null ? null : Encoding.UTF8.GetBytes(json) };

    /// <summary>A path of segments, each escaped.</summary>
    /// <exception cref="InvalidUseException">One is empty, or means another place in addresses.</exception>
    public static string PathOf(params IEnumerable<string> segments) =>
        "api/" + string.Join('/', segments.Select(Segment));

    /// <summary>A path with those parameters that have a value.</summary>
    public static string WithQuery(string path, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join(
            '&',
            parameters
                .Where(static parameter => parameter.Value is not null)
                .Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}")
        );
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private static string Segment(string name) =>
        name is "" or "." or ".."
            ? throw new InvalidUseException($"'{name}' names nothing on a server.")
            : Uri.EscapeDataString(name);
}
