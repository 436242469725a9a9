using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>Instances and queries between the protocol's messages and ours.</summary>
internal static class InstanceMessages
{
    public static InstanceState Read(OrchestrationState state)
    {
        var status = Read(state.OrchestrationStatus);
        return new()
        {
            InstanceId = state.InstanceId,
            Name = state.Name,
            Status = status,
            CreatedAt = state.CreatedTimestamp?.ToDateTimeOffset() ?? default,
            LastUpdatedAt = state.LastUpdatedTimestamp?.ToDateTimeOffset() ?? default,
            CustomStatus = Filled(state.CustomStatus),
            Output = Filled(state.Output) ?? (status == InstanceStatus.Failed ? Describe(state.FailureDetails) : null),
        };
    }

    public static OrchestrationStatus Write(InstanceStatus status) =>
        status switch
        {
            InstanceStatus.Pending => OrchestrationStatus.Pending,
            InstanceStatus.Running => OrchestrationStatus.Running,
            InstanceStatus.Suspended => OrchestrationStatus.Suspended,
            InstanceStatus.Completed => OrchestrationStatus.Completed,
            InstanceStatus.ContinuedAsNew => OrchestrationStatus.ContinuedAsNew,
            InstanceStatus.Failed => OrchestrationStatus.Failed,
            InstanceStatus.Terminated => OrchestrationStatus.Terminated,
            InstanceStatus.Canceled => OrchestrationStatus.Canceled,
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };

    public static Protocol.InstanceQuery Write(Clients.InstanceQuery query) =>
        new()
        {
            RuntimeStatus = { query.Statuses.Select(Write) },
            CreatedTimeFrom = Time(query.CreatedFrom),
            CreatedTimeTo = Time(query.CreatedTo),
            InstanceIdPrefix = query.IdPrefix,
            MaxInstanceCount = query.Limit,
            ContinuationToken = query.Continuation,
            FetchInputsAndOutputs = true,
        };

    private static Timestamp? Time(DateTimeOffset? time) =>
        time is { } there ? Timestamp.FromDateTimeOffset(there) : null;

    private static InstanceStatus Read(OrchestrationStatus status) =>
        status switch
        {
            OrchestrationStatus.Running => InstanceStatus.Running,
            OrchestrationStatus.Completed => InstanceStatus.Completed,
            OrchestrationStatus.ContinuedAsNew => InstanceStatus.ContinuedAsNew,
            OrchestrationStatus.Failed => InstanceStatus.Failed,
            OrchestrationStatus.Canceled => InstanceStatus.Canceled,
            OrchestrationStatus.Terminated => InstanceStatus.Terminated,
            OrchestrationStatus.Suspended => InstanceStatus.Suspended,
            _ => InstanceStatus.Pending,
        };

    // Some backends answer an empty text where there is none.
    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? Describe(TaskFailureDetails? details) =>
        details is null ? null : $"{details.ErrorType}: {details.ErrorMessage}";
}
