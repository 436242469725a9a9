using Azure;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Flows;

/// <summary>The row of a draft. Its document is the blob that has the write's id in its name, so no two writes share one.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="FlowId">The flow's id.</param>
/// <param name="WriteId">Which write it is of.</param>
internal sealed record DraftRow(string Workspace, string FlowId, string WriteId)
{
    private const string BaseVersionName = "BaseVersion";
    private const string HashName = "DocumentHash";
    private const string AtName = "At";
    private const string ByName = "By";

    public int? BaseVersion { get; init; }

    public string Hash { get; init; } = "";

    public DateTimeOffset At { get; init; }

    public string? By { get; init; }

    public ETag RowETag { get; init; }

    public ETag ETag => FlowRows.Tag(WriteId);

    public string BlobName => FlowBlobs.Draft(Workspace, FlowId, WriteId);

    public static async Task<DraftRow?> FindAsync(
        TableClient table,
        string workspace,
        string flowId,
        CancellationToken cancellationToken
    )
    {
        if (!FlowKeys.IsFlowId(flowId))
        {
            return null;
        }

        var found = await table.GetEntityIfExistsAsync(
            FlowKeys.Partition(workspace),
            FlowKeys.Draft(flowId),
            cancellationToken: cancellationToken
        );
        return found is { HasValue: true, Value: { } row }
            ? new DraftRow(workspace, flowId, row.GetString(FlowRows.WriteId)!)
            {
                BaseVersion = row.GetInt32(BaseVersionName),
                Hash = row.GetString(HashName)!,
                At = row.GetDateTimeOffset(AtName)!.Value,
                By = row.GetString(ByName),
                RowETag = row.ETag,
            }
            : null;
    }

    public TableEntity Entity() =>
        new(FlowKeys.Partition(Workspace), FlowKeys.Draft(FlowId))
        {
            [FlowRows.WriteId] = WriteId,
            [BaseVersionName] = BaseVersion,
            [HashName] = Hash,
            [AtName] = At,
            [ByName] = By,
        };

    public FlowDraft Draft(byte[] document) =>
        new()
        {
            FlowId = FlowId,
            BaseVersion = BaseVersion,
            UpdatedAt = At,
            UpdatedBy = By,
            Document = document,
            ETag = ETag,
        };
}
