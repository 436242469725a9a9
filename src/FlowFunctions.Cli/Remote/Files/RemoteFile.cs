using System.Text.Json;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary>A file as a server has it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">SHA-256 of its content.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="UpdatedAt">When it was written.</param>
/// <param name="Message">What was said about it, or null.</param>
/// <param name="IsDeleted">In a list of versions: whether the file was deleted with it.</param>
internal sealed record RemoteFile(
    string Path,
    int Version,
    string Sha256,
    int Size,
    DateTimeOffset? UpdatedAt,
    string? Message,
    bool IsDeleted
)
{
    /// <summary>The flow that has an older content of it, and that flow's version; null when there is none.</summary>
    public (string Id, int Version)? OutdatedFlow { get; init; }

    public static RemoteFile Read(JsonElement json)
    {
        var flow = json.Member("flow");
        return new(
            json.Text("path") ?? "",
            json.Number("version") ?? 0,
            json.Text("sha256") ?? "",
            json.Number("size") ?? 0,
            json.Time("updatedAt"),
            json.Text("message"),
            json.Flag("deleted") ?? false
        )
        {
            OutdatedFlow =
                flow.Flag("isCurrent") == false && flow.Text("id") is { } id ? (id, flow.Number("version") ?? 0) : null,
        };
    }
}
