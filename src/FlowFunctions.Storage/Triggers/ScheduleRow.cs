using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>Rows of schedules.</summary>
internal static class ScheduleRow
{
    private const int MaxErrorLength = 2_000;
    private const string Kind = "schedule";

    /// <summary>The partition of a flow's schedules: those that change at one moment go in one transaction.</summary>
    public static string PartitionOf(string workspace, string flowId) => TriggerRows.Partition(workspace, Kind, flowId);

    public static string FilterOf(string workspace) => TriggerRows.SpreadFilter(workspace, Kind);

    public static TableEntity Write(string workspace, ScheduleState state) =>
        new TableEntity(PartitionOf(workspace, state.FlowId), TriggerRows.Row(state.FlowId, state.TriggerId))
        {
            { nameof(state.Definition), state.Definition },
            { nameof(state.SettledUntil), state.SettledUntil },
            { nameof(state.WaitingUntil), state.WaitingUntil },
            { nameof(state.IsIdle), state.IsIdle },
            { nameof(state.LastRunId), state.LastRunId },
            { nameof(state.LastDueAt), state.LastDueAt },
            { nameof(state.LastStartedAt), state.LastStartedAt },
            { nameof(state.Error), Short(state.Error) },
            { nameof(state.ErrorDueAt), state.ErrorDueAt },
            { nameof(state.GivenUpUntil), state.GivenUpUntil },
        };

    public static ScheduleState Read(TableEntity row)
    {
        var (flowId, triggerId) = TriggerRows.Parts(row);
        return new(flowId, triggerId)
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
            GivenUpUntil = row.GetDateTimeOffset(nameof(ScheduleState.GivenUpUntil)),
        };
    }

    private static string? Short(string? text) => text?.Length > MaxErrorLength ? text[..MaxErrorLength] : text;
}
