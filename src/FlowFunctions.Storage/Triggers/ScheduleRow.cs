using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>Rows of schedules.</summary>
internal static class ScheduleRow
{
    private const int MaxErrorLength = 2_000;
    private const string Prefix = "schedule";

    /// <summary>The partition of a workspace's schedules: those that change at one moment go in one transaction.</summary>
    public static string PartitionOf(string workspace) => TableKey.Of(workspace, Prefix);

    public static string RowOf(string flowId, string triggerId) => TableKey.Of(Prefix, flowId, triggerId);

    public static TableEntity Write(string workspace, ScheduleState state)
    {
        var row = new TableEntity(PartitionOf(workspace), RowOf(state.FlowId, state.TriggerId))
        {
            { "Flow", state.FlowId },
            { "Trigger", state.TriggerId },
            { nameof(state.Definition), state.Definition },
            { nameof(state.SettledUntil), state.SettledUntil },
            { nameof(state.WaitingUntil), state.WaitingUntil },
            { nameof(state.IsIdle), state.IsIdle },
            { nameof(state.LastRunId), state.LastRunId },
            { nameof(state.LastDueAt), state.LastDueAt },
            { nameof(state.LastStartedAt), state.LastStartedAt },
            { nameof(state.ErrorDueAt), state.ErrorDueAt },
        };
        row.Add(nameof(state.Error), Short(state.Error));
        return row;
    }

    public static ScheduleState Read(TableEntity row) =>
        new(row.GetString("Flow")!, row.GetString("Trigger")!)
        {
            Definition = row.GetString(nameof(ScheduleState.Definition)) ?? "",
            SettledUntil = row.GetDateTimeOffset(nameof(ScheduleState.SettledUntil))!.Value,
            WaitingUntil = row.GetDateTimeOffset(nameof(ScheduleState.WaitingUntil)),
            IsIdle = row.GetBoolean(nameof(ScheduleState.IsIdle)) ?? false,
            LastRunId = row.GetString(nameof(ScheduleState.LastRunId)),
            LastDueAt = row.GetDateTimeOffset(nameof(ScheduleState.LastDueAt)),
            LastStartedAt = row.GetDateTimeOffset(nameof(ScheduleState.LastStartedAt)),
            Error = row.GetString(nameof(ScheduleState.Error)),
            ErrorDueAt = row.GetDateTimeOffset(nameof(ScheduleState.ErrorDueAt)),
        };

    private static string? Short(string? text) => text?.Length > MaxErrorLength ? text[..MaxErrorLength] : text;
}
