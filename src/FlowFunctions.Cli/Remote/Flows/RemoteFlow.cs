using System.Text.Json;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>A flow as a server has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name for people, or null.</param>
/// <param name="Version">The newest version.</param>
/// <param name="Published">The version that runs start with, or null.</param>
/// <param name="IsEnabled">Whether its triggers start runs.</param>
/// <param name="UpdatedAt">When it was saved or published last.</param>
/// <param name="UpdatedBy">Who did that, or null.</param>
/// <param name="Message">What was said about it, or null.</param>
/// <param name="ETag">Its state.</param>
/// <param name="Document">The newest version's document; of kind Undefined in lists.</param>
internal sealed record RemoteFlow(
    string Id,
    string? Name,
    int Version,
    int? Published,
    bool IsEnabled,
    DateTimeOffset? UpdatedAt,
    string? UpdatedBy,
    string? Message,
    string? ETag,
    JsonElement Document
)
{
    public static RemoteFlow Read(JsonElement json, string? etag = null) =>
        new(
            json.Text("id") ?? "",
            json.Text("name"),
            json.Number("version") ?? 0,
            json.Number("published"),
            json.Flag("enabled") ?? true,
            json.Time("updatedAt"),
            json.Text("updatedBy"),
            json.Text("message"),
            etag ?? json.Text("etag"),
            json.Member("document")
        );

    /// <summary>What stands behind a version: <c>version 4 of 2026-01-31 14:25 by ada ("Cheaper")</c>.</summary>
    public string Describe()
    {
        var time = UpdatedAt is { } at ? $" of {TimeText.Minutes(at)}" : "";
        var who = UpdatedBy is null ? "" : $" by {UpdatedBy}";
        var message = Message is null ? "" : $" (\"{Message}\")";
        return $"version {Version}{time}{who}{message}";
    }
}
