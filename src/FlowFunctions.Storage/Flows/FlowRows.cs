using Azure;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Flows;

/// <summary>Flows and versions as rows.</summary>
internal static class FlowRows
{
    public const string WriteId = "WriteId";
    private const string Generation = "Generation";
    private const string Name = "Name";
    private const string Description = "Description";
    private const string Version = "Version";
    private const string PlanHash = "PlanHash";
    private const string DocumentHash = "DocumentHash";
    private const string MeaningHash = "MeaningHash";
    private const string PublishedVersion = "PublishedVersion";
    private const string PublishedPlanHash = "PublishedPlanHash";
    private const string Triggers = "Triggers";
    private const string PublishedTriggers = "PublishedTriggers";
    private const string Disabled = "Disabled";
    private const string Message = "Message";
    private const string At = "At";
    private const string By = "By";

    public static FlowRecord Flow(string workspace, string flowId, TableEntity row) =>
        new()
        {
            Workspace = workspace,
            Id = flowId,
            Generation = row.GetString(Generation)!,
            Name = row.GetString(Name),
            Description = row.GetString(Description),
            Version = row.GetInt32(Version)!.Value,
            PlanHash = row.GetString(PlanHash)!,
            PublishedVersion = row.GetInt32(PublishedVersion),
            PublishedPlanHash = row.GetString(PublishedPlanHash),
            Triggers = row.GetString(Triggers),
            PublishedTriggers = row.GetString(PublishedTriggers),
            IsEnabled = row.GetBoolean(Disabled) is not true,
            UpdatedAt = row.GetDateTimeOffset(At)!.Value,
            UpdatedBy = row.GetString(By),
            Message = row.GetString(Message),
            ETag = Tag(row.GetString(WriteId)!),
            DocumentHash = row.GetString(DocumentHash)!,
            MeaningHash = row.GetString(MeaningHash)!,
            RowETag = row.ETag,
        };

    public static TableEntity Row(FlowRecord flow, string writeId) =>
        new(FlowKeys.Partition(flow.Workspace), FlowKeys.Flow(flow.Id))
        {
            [Generation] = flow.Generation,
            [Name] = flow.Name,
            [Description] = flow.Description,
            [Version] = flow.Version,
            [PlanHash] = flow.PlanHash,
            [PublishedVersion] = flow.PublishedVersion,
            [PublishedPlanHash] = flow.PublishedPlanHash,
            [Triggers] = flow.Triggers,
            [PublishedTriggers] = flow.PublishedTriggers,
            [Disabled] = flow.IsEnabled ? null : true,
            [At] = flow.UpdatedAt,
            [By] = flow.UpdatedBy,
            [Message] = flow.Message,
            [WriteId] = writeId,
            [DocumentHash] = flow.DocumentHash,
            [MeaningHash] = flow.MeaningHash,
        };

    public static FlowVersion VersionOf(TableEntity row) =>
        new()
        {
            Version = row.GetInt32(Version)!.Value,
            PlanHash = row.GetString(PlanHash)!,
            CreatedAt = row.GetDateTimeOffset(At)!.Value,
            CreatedBy = row.GetString(By),
            Message = row.GetString(Message),
            Name = row.GetString(Name),
            Description = row.GetString(Description),
            Triggers = row.GetString(Triggers),
            DocumentHash = row.GetString(DocumentHash)!,
            MeaningHash = row.GetString(MeaningHash)!,
        };

    /// <summary>The row of a flow's newest version.</summary>
    public static TableEntity VersionRow(FlowRecord flow) =>
        new(FlowKeys.Partition(flow.Workspace), FlowKeys.Version(flow.Id, flow.Generation, flow.Version))
        {
            [Version] = flow.Version,
            [PlanHash] = flow.PlanHash,
            [At] = flow.UpdatedAt,
            [By] = flow.UpdatedBy,
            [Message] = flow.Message,
            [Name] = flow.Name,
            [Description] = flow.Description,
            [Triggers] = flow.Triggers,
            [DocumentHash] = flow.DocumentHash,
            [MeaningHash] = flow.MeaningHash,
        };

    /// <summary>What changes in the row of the newest version when its layout does.</summary>
    public static TableEntity LayoutRow(FlowRecord flow) =>
        new(FlowKeys.Partition(flow.Workspace), FlowKeys.Version(flow.Id, flow.Generation, flow.Version))
        {
            [DocumentHash] = flow.DocumentHash,
        };

    public static string NewId() => Guid.NewGuid().ToString("N");

    public static ETag Tag(string writeId) => new($"\"{writeId}\"");
}
