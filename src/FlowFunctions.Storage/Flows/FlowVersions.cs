using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Flows;

/// <summary>How the versions of a flow follow each other.</summary>
internal static class FlowVersions
{
    /// <summary>The flow after content was saved.</summary>
    public static FlowTurn Save(string workspace, FlowRecord? current, FlowSave save, DateTimeOffset now)
    {
        var content = save.Content;
        var version = new FlowVersion
        {
            Version = 0,
            PlanHash = content.Plan.Hash,
            CreatedAt = now,
            Name = content.Name,
            Description = content.Description,
            Triggers = FlowTriggers.Column(content.Triggers),
            DocumentHash = content.DocumentHash,
            MeaningHash = content.MeaningHash,
        };
        return Append(workspace, content.FlowId, current, version, save.Edit, save.Publish, now);
    }

    /// <summary>The flow after an old version was made the newest and published.</summary>
    public static FlowTurn Rollback(FlowRecord current, FlowVersion version, FlowEdit edit, DateTimeOffset now) =>
        Append(current.Workspace, current.Id, current, version, edit, true, now);

    /// <summary>The flow after a version was published.</summary>
    public static FlowTurn Publish(FlowRecord current, FlowVersion version, FlowEdit edit, DateTimeOffset now) =>
        current.PublishedVersion == version.Version
            ? FlowTurn.Done(WriteOutcome.Unchanged, current)
            : new FlowTurn(
                WriteOutcome.Saved,
                By(current, edit, now) with
                {
                    PublishedVersion = version.Version,
                    PublishedPlanHash = version.PlanHash,
                    PublishedTriggers = version.Triggers,
                }
            );

    /// <summary>The flow after its triggers were switched on or off.</summary>
    public static FlowTurn Enable(FlowRecord current, bool enabled, FlowEdit edit, DateTimeOffset now) =>
        current.IsEnabled == enabled
            ? FlowTurn.Done(WriteOutcome.Unchanged, current)
            : new FlowTurn(WriteOutcome.Saved, By(current, edit, now) with { IsEnabled = enabled });

    /// <summary>No flow any more, and no draft of it.</summary>
    public static FlowTurn Delete(DraftRow? draft) =>
        new(WriteOutcome.Saved, null)
        {
            Others = draft is null ? [] : [new(TableTransactionActionType.Delete, draft.Entity(), draft.RowETag)],
        };

    private static FlowTurn Append(
        string workspace,
        string flowId,
        FlowRecord? current,
        FlowVersion version,
        FlowEdit edit,
        bool publish,
        DateTimeOffset now
    )
    {
        if (current is not null && IsSame(current, version))
        {
            return Keep(current, version, edit, publish, now);
        }

        var next = Published(
            new FlowRecord
            {
                Workspace = workspace,
                Id = flowId,
                Generation = current?.Generation ?? FlowRows.NewId()[..12],
                Name = version.Name,
                Description = version.Description,
                Version = (current?.Version ?? 0) + 1,
                PlanHash = version.PlanHash,
                PublishedVersion = current?.PublishedVersion,
                PublishedPlanHash = current?.PublishedPlanHash,
                Triggers = version.Triggers,
                PublishedTriggers = current?.PublishedTriggers,
                IsEnabled = current?.IsEnabled ?? true,
                UpdatedAt = now,
                UpdatedBy = edit.By,
                Message = edit.Message,
                ETag = default,
                DocumentHash = version.DocumentHash,
                MeaningHash = version.MeaningHash,
            },
            publish
        );
        return new FlowTurn(current is null ? WriteOutcome.Created : WriteOutcome.Saved, next)
        {
            Others = [new(TableTransactionActionType.Add, FlowRows.VersionRow(next))],
        };
    }

    private static FlowTurn Keep(
        FlowRecord current,
        FlowVersion version,
        FlowEdit edit,
        bool publish,
        DateTimeOffset now
    )
    {
        var moved = current.DocumentHash != version.DocumentHash;
        if (!moved && (!publish || current.PublishedVersion == current.Version))
        {
            return FlowTurn.Done(WriteOutcome.Unchanged, current);
        }

        var next = Published(By(current, edit, now) with { DocumentHash = version.DocumentHash }, publish);
        return new FlowTurn(WriteOutcome.Saved, next)
        {
            Others = moved ? [new(TableTransactionActionType.UpdateMerge, FlowRows.LayoutRow(next))] : [],
        };
    }

    // The plan counts, too: a newer program can make another one of the same document.
    private static bool IsSame(FlowRecord current, FlowVersion version) =>
        current.MeaningHash == version.MeaningHash && current.PlanHash == version.PlanHash;

    private static FlowRecord By(FlowRecord flow, FlowEdit edit, DateTimeOffset now) =>
        flow with
        {
            UpdatedAt = now,
            UpdatedBy = edit.By,
            Message = edit.Message,
        };

    private static FlowRecord Published(FlowRecord flow, bool publish) =>
        publish
            ? flow with
            {
                PublishedVersion = flow.Version,
                PublishedPlanHash = flow.PlanHash,
                PublishedTriggers = flow.Triggers,
            }
            : flow;
}
