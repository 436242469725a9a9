using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Instances;

/// <summary>The protocol's statuses and the client's.</summary>
internal static class InstanceStatuses
{
    /// <summary>The client's name of a status.</summary>
    public static InstanceStatus Of(OrchestrationStatus status) =>
        status switch
        {
            OrchestrationStatus.Running => InstanceStatus.Running,
            OrchestrationStatus.Completed => InstanceStatus.Completed,
            OrchestrationStatus.ContinuedAsNew => InstanceStatus.ContinuedAsNew,
            OrchestrationStatus.Failed => InstanceStatus.Failed,
            OrchestrationStatus.Canceled => InstanceStatus.Canceled,
            OrchestrationStatus.Terminated => InstanceStatus.Terminated,
            OrchestrationStatus.Pending => InstanceStatus.Pending,
            OrchestrationStatus.Suspended => InstanceStatus.Suspended,
            _ => throw new InvalidOperationException($"There is no orchestration status {status}."),
        };
}
