using Azure;

namespace FlowFunctions.Storage.Limits;

/// <summary>A limit that somebody has set for a workspace.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Name">The limit's name.</param>
/// <param name="Value">Its value.</param>
/// <param name="SetBy">The id of whoever set it.</param>
/// <param name="SetAt">When.</param>
public sealed record LimitRecord(string Workspace, string Name, long Value, string SetBy, DateTimeOffset SetAt)
{
    /// <summary>Another one for each time that it is set.</summary>
    public string WriteId { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>The state of its row, where it was read.</summary>
    public ETag RowETag { get; init; }
}
