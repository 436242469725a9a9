namespace FlowFunctions.Engine.DurableTask.Clients.Attempts;

/// <summary>What a status means.</summary>
internal static class InstanceStatusExtensions
{
    /// <summary>Whether an instance in this state has no more turns, unless it is rewound.</summary>
    public static bool HasEnded(this InstanceStatus status) =>
        status
            is InstanceStatus.Completed
                or InstanceStatus.Failed
                or InstanceStatus.Terminated
                or InstanceStatus.Canceled;
}
