namespace FlowFunctions.Engine.DurableTask.Hub.Activities;

/// <summary>An activity that waits to be executed.</summary>
/// <param name="InstanceId">The instance that scheduled it.</param>
/// <param name="ExecutionId">The execution of it that did.</param>
/// <param name="TaskId">The id of the event that scheduled it.</param>
/// <param name="Name">The activity's name.</param>
/// <param name="Input">Its input, JSON text.</param>
internal sealed record ActivityWork(string InstanceId, string ExecutionId, int TaskId, string Name, string Input)
{
    /// <summary>What becomes of this execution.</summary>
    public ActivityFate Fate { get; init; }
}

/// <summary>What becomes of an execution of an activity.</summary>
internal enum ActivityFate
{
    /// <summary>Its result is delivered.</summary>
    Counts,

    /// <summary>Its result is lost, and it is executed again.</summary>
    Lost,

    /// <summary>The call breaks before the worker has it.</summary>
    BrokenBefore,

    /// <summary>The call breaks after the worker has executed it.</summary>
    BrokenAfter,
}
